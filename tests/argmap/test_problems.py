"""Every error of the API is a problem in the form of RFC 9457."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import DataError, connection, transaction
from django.http import Http404
from rest_framework import exceptions

from argmap.problems import as_problem
from argmap.throttling import forget_requests
from projects.conflicts import Conflict, Gone, Stale
from projects.rest.problems import Problem


class Presenter:
    """A view that shows rows as their upper case."""

    def present(self, current):
        return {"shown": current.upper()}


@pytest.mark.parametrize(
    ("exception", "status", "detail"),
    [
        (Problem(418, "Short and stout."), 418, "Short and stout."),
        (Http404("No such thing."), 404, "No such thing."),
        (Http404({"tried": []}), 404, "There is nothing at this address."),
        (PermissionDenied("Not you."), 403, "Not you."),
        (PermissionDenied(), 403, "You may not do this."),
        (RequestDataTooBig(), 413, "The request is larger than is allowed."),
        (exceptions.MethodNotAllowed("PUT"), 405, "Method \"PUT\" not allowed."),
        (exceptions.UnsupportedMediaType("text/html"), 415, "Unsupported media type \"text/html\" in request."),
        (exceptions.Throttled(wait=2.4), 429, "Too many requests: try again in 3 s."),
        (DataError(), 400, "A value is too long, too large or of the wrong kind for its field."),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), 400,
         "A text may not hold the character U+0000."),
    ],
)  # fmt: skip
def test_each_exception_is_a_problem_of_its_kind(exception, status, detail):
    body = as_problem(exception).body
    assert (body["status"], body["detail"]) == (status, detail)
    assert body.keys() >= {"type", "title", "status", "detail", "errors"}


def test_what_nobody_foresaw_is_no_problem_of_a_known_kind():
    assert as_problem(RuntimeError("secret")) is None


@pytest.mark.parametrize(
    ("conflict", "status"), [(Conflict("In the way.", "row"), 409), (Stale("row"), 412), (Gone("row"), 410)]
)
def test_what_stands_in_the_way_is_shown_as_the_view_presents_it(conflict, status):
    body = as_problem(conflict, Presenter()).body
    assert (body["status"], body["current"]) == (status, {"shown": "ROW"})


def test_what_cannot_be_shown_any_more_leaves_the_status():
    class Absent:
        def present(self, current):
            raise Http404

    problem = as_problem(Stale("row"), Absent())
    assert (problem.status, problem.current) == (412, None)


def test_what_is_json_already_is_shown_as_it_is():
    assert as_problem(Conflict("In the way.", {"id": 1}), Presenter()).body["current"] == {"id": 1}


def test_nothing_in_the_way_means_no_current():
    assert "current" not in as_problem(Gone(), Presenter()).body


def test_a_validation_error_names_each_field_with_its_code():
    error = ValidationError(
        {"title": [ValidationError("Too long.", "max_length")], "__all__": [ValidationError("Does not fit.")]}
    )
    assert as_problem(error).errors == [
        {"field": "title", "code": "max_length", "message": "Too long."},
        {"field": "", "code": "invalid", "message": "Does not fit."},
    ]


def test_drf_errors_are_flattened_to_paths():
    error = exceptions.ValidationError({"tags": {2: ["Too long."]}, "target": {"start": ["Negative."]}})
    assert [one["field"] for one in as_problem(error).errors] == ["tags[2]", "target.start"]


@pytest.mark.django_db
def test_what_a_constraint_refuses_is_told_by_its_name(project):
    def refused(sql: str) -> Problem:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except Exception as error:
            return as_problem(error)
        raise AssertionError

    nameless = refused("update projects_project set name = ''")
    assert (nameless.status, nameless.detail) == (400, "The database refuses this: Project has a name.")
    doubled = refused(
        "insert into projects_member select gen_random_uuid(), role, created, revision, project_id, user_id"
        " from projects_member limit 1"
    )
    assert (doubled.status, doubled.detail) == (409, "This contradicts what is there: Member is in a project once.")


def is_problem(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


@pytest.mark.django_db
class TestOverHttp:
    def test_an_unknown_address_is_told_in_json(self, program):
        assert "no" not in is_problem(program().get("/api/v1/nowhere/"), 404).get("current", "")
        is_problem(program().get("/api/"), 404)
        is_problem(program().post("/api/v2/projects/"), 404)

    def test_a_forgotten_slash_is_pointed_out(self, program):
        assert "end in a slash" in is_problem(program().get("/api/v1/projects"), 404)["detail"]

    def test_a_method_that_is_not_there_is_405_with_those_that_are(self, program):
        response = program().put("/api/v1/projects/", {})
        is_problem(response, 405)
        assert response["Allow"] == "GET, POST, HEAD, OPTIONS"

    def test_options_tells_the_methods(self, program):
        response = program().options("/api/v1/projects/")
        assert (response.status_code, response.content) == (204, b"")
        assert response["Allow"] == "GET, POST, HEAD, OPTIONS"

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"{'name': 1}", b'"\\ud800"', b'{"name": "\\ud83d"}', b"[" * 100_000, b'{"name": NaN}', b"\xff"],
        ids=repr,
    )
    def test_what_is_no_json_is_400(self, program, cast, body):
        response = program(cast.carol).generic("POST", "/api/v1/projects/", body or b" ", "application/json")
        assert is_problem(response, 400)["errors"][0]["code"] == "json"

    @pytest.mark.parametrize("body", [b'{"name": "a\\u0000b"}', b'{"na\\u0000me": "a"}', b'{"name": ["\\u0000"]}'])
    def test_nul_is_400(self, program, cast, body):
        is_problem(program(cast.carol).generic("POST", "/api/v1/projects/", body, "application/json"), 400)

    def test_a_backslash_before_u0000_is_a_text_like_any_other(self, program, cast):
        response = program(cast.carol).generic("POST", "/api/v1/projects/", rb'{"name": "\\u0000"}', "application/json")
        assert response.json()["name"] == r"\u0000"

    @pytest.mark.parametrize("path", ["projects/?mine=%00", "projects/free-movement/members/%00/", "projects/a%00/"])
    def test_nul_in_an_address_is_refused(self, program, cast, project, path):
        assert program(cast.alice).get(f"/api/v1/{path}").status_code in {400, 404}

    def test_a_body_of_another_type_is_415(self, program, cast):
        answer = program(cast.carol).generic("POST", "/api/v1/projects/", b"<a/>", "text/xml")
        is_problem(answer, 415)
        assert answer.json()["detail"] == 'Unsupported media type "text/xml" in request. Send application/json.'

    def test_all_types_that_are_taken_are_named(self, program, cast, project):
        answer = program(cast.bob).generic("POST", f"/api/v1/projects/{project.slug}/annotations/", b"<a/>", "text/xml")
        assert answer.json()["detail"].endswith("Send application/json or application/x-ndjson.")

    def test_a_body_above_the_limit_is_413_before_it_is_read(self, program, cast, settings):
        settings.MAX_UPLOAD_BYTES = 100
        response = program(cast.carol).post("/api/v1/projects/", {"name": "a" * 101})
        assert "100 are allowed" in is_problem(response, 413)["detail"]

    def test_a_body_whose_length_is_not_announced_is_411_and_not_taken_for_an_empty_one(self, program, cast):
        response = program(cast.carol).post("/api/v1/projects/", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")
        is_problem(response, 411)

    def test_too_many_requests_are_429_with_when_to_try_again(self, program, cast, settings):
        settings.REQUESTS_PER_MINUTE = 2
        forget_requests()
        client = program(cast.carol)
        statuses = [client.get("/api/v1/projects/").status_code for _ in range(3)]
        response = client.get("/api/v1/projects/")
        forget_requests()
        assert statuses == [200, 200, 429]
        is_problem(response, 429)
        assert 1 <= int(response["Retry-After"]) <= 30

    def test_a_failure_of_ours_is_logged_and_told_without_its_details(self, program, monkeypatch, caplog):
        def fail(*args):
            raise RuntimeError("secret")

        monkeypatch.setattr("projects.api.read_window", fail)
        client = program()
        client.raise_request_exception = False
        body = is_problem(client.get("/api/v1/projects/"), 500)
        assert "secret" not in str(body)
        assert "secret" in caplog.text
