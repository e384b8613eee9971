"""Packed answers: who gets them, and that nothing of them is lost or held back."""

import gzip
import zlib

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from argmap.packing import Packing

WORDS = b"Wages have fallen. " * 200


def answered(response: HttpResponseBase, accept: str = "gzip, deflate, br") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accept} if accept else {})
    return Packing(lambda _: response)(request)


def test_a_page_is_packed_and_says_so():
    response = answered(HttpResponse(WORDS, headers={"ETag": '"3"'}))
    assert gzip.decompress(response.content) == WORDS
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["ETag"] == 'W/"3"'


@pytest.mark.parametrize("accept", ["", "br", "gzip;q=0", "identity, gzip; q=0.0"])
def test_who_does_not_take_gzip_gets_none(accept):
    response = answered(HttpResponse(WORDS, headers={"ETag": '"3"'}), accept)
    assert response.content == WORDS
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["ETag"] == '"3"'


def test_what_is_short_or_of_another_kind_or_packed_already_stays_as_it_is():
    assert answered(HttpResponse(WORDS[:1_000])).content == WORDS[:1_000]
    assert answered(HttpResponse(WORDS, content_type="image/png")).content == WORDS
    assert answered(HttpResponse(WORDS, headers={"Content-Encoding": "br"})).content == WORDS


def test_the_first_part_of_a_page_is_not_held_back():
    response = answered(StreamingHttpResponse([b"First. ", WORDS, b"Last."]))
    parts = iter(response.streaming_content)
    unpacker = zlib.decompressobj(wbits=31)
    assert unpacker.decompress(next(parts)) == b"First. "
    assert b"".join(map(unpacker.decompress, parts)) == WORDS + b"Last."


def test_the_length_of_what_is_packed_does_not_tell_what_it_holds():
    assert len({len(answered(HttpResponse(WORDS)).content) for _ in range(50)}) > 10
