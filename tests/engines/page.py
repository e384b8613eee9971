"""What a person does on a page, in the words that tests use for it, in whichever engine."""

import base64
from pathlib import Path
from typing import Any

from tests.browser.on_a_page import RANGE_OF
from tests.engines.road import Road
from tests.engines.wire import Wire, until

Point = tuple[float, float]

_KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
_RUN = """const done = arguments[arguments.length - 1];
(async (args) => (%s)(...args))(arguments[0])
  .then((value) => done({ value }), (fault) => done({ fault: String(fault) }));"""

# Shown elements that a selector finds and whose text holds some words.
_SHOWN = """(selector, words) => [...document.querySelectorAll(selector)].filter((element) =>
  element.checkVisibility({ visibilityProperty: true }) && element.textContent.includes(words))"""

# Where to click: once it stands still, as Playwright waits for it. What comes in meanwhile may push it away.
_MIDDLE = f"""async (selector, words) => {{
  const middle = () => {{
    const element = ({_SHOWN})(selector, words)[0];
    if (!element) return null;
    element.scrollIntoView({{ block: "nearest", behavior: "instant" }});
    const {{ left, top, width, height }} = element.getClientRects()[0];
    return [left + width / 2, top + height / 2];
  }};
  const before = middle();
  if (before) await new Promise((done) => setTimeout(done, 50));
  const now = before && middle();
  return now && now.every((at, axis) => at === before[axis]) ? now : null;
}}"""

# The boxes of a quotation's lines, scrolled to the middle of the window.
_BOXES = f"""(selector, quote, nth) => {{
  const range = ({RANGE_OF})(document.querySelector(selector), quote, nth);
  const boxes = [...range.getClientRects()].filter(({{ width }}) => width > 1);
  return boxes.map(({{ left, right, top, height }}) => [left, right, top + height / 2]);
}}"""


class Page:
    """The one window of a browser, on a road of its own to the server."""

    def __init__(self, wire: Wire, road: Road) -> None:
        self.wire = wire
        self.road = road

    def goto(self, path: str) -> None:
        """Go to an address of the server and wait until the page is loaded."""
        self.wire.call("Navigate To", url=self.road.url + path)

    def reload(self) -> None:
        self.wire.call("Refresh")

    def resize(self, width: int, height: int) -> None:
        """Give the page so many CSS pixels, or as near as the engine's window allows."""
        frame = self.run("() => [outerWidth - innerWidth, outerHeight - innerHeight]")
        self.wire.call("Set Window Rect", width=width + frame[0], height=height + frame[1])

    def run(self, function: str, *arguments: Any) -> Any:
        """The JSON value that a JavaScript function answers within the page; promises are waited for."""
        # nothing at all is answered when the page goes while it is asked: whoever waits asks the next one
        answer = self.wire.call("Execute Async Script", script=_RUN % function, args=[list(arguments)]) or {}
        assert "fault" not in answer, answer["fault"]
        return answer.get("value")

    def wait(self, function: str, *arguments: Any) -> Any:
        """Wait until a JavaScript function answers something true, and give that back."""
        return until(
            lambda: self.run(function, *arguments), what=lambda: f"{function} with {arguments}; faults: {self.faults()}"
        )

    def see(self, selector: str, words: str = "", *, count: int | None = None) -> None:
        """Wait until something is shown that holds some words, or `count` such things are."""
        enough = "length > 0" if count is None else f"length === {count}"
        self.wait(f"(selector, words) => ({_SHOWN})(selector, words).{enough}", selector, words)

    def text(self, selector: str) -> str:
        """The text of the first element that a selector finds."""
        return self.run("(selector) => document.querySelector(selector).textContent", selector)

    def texts(self, selector: str) -> list[str]:
        """The texts of all elements that a selector finds."""
        return self.run(
            "(selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent)", selector
        )

    def click(self, selector: str, words: str = "") -> None:
        """Click in the middle of the first thing shown that holds some words."""
        self.click_at(self.wait(_MIDDLE, selector, words))

    def click_at(self, point: Point, *, times: int = 1) -> None:
        """Click at a place of the window, as often as told in quick succession."""
        self._point([_move(point), *[_DOWN, _UP] * times])

    def drag(self, start: Point, *through: Point) -> None:
        """Hold the button of the mouse at one place, go over others, and let it go at the last."""
        on_the_way = [_between(a, b) for a, b in zip((start, *through), through, strict=False)]
        moves = [
            step
            for middle, end in zip(on_the_way, through, strict=True)
            for step in (_move(middle, 30), _move(end, 30))
        ]
        self._point([_move(start), _DOWN, *moves, _UP])

    def boxes(self, quote: str, *, nth: int = 0, within: str = "#text") -> list[tuple[float, float, float]]:
        """The lines of a quotation's nth place in the text: left, right and middle height, in the window."""
        return [tuple(box) for box in self.run(_BOXES, within, quote, nth)]

    def press(self, *keys: str) -> None:
        """Press keys one after another; `Shift+ArrowDown` holds one while pressing another."""
        for key in keys:
            *held, last = key.split("+") if len(key) > 1 else [key]
            named = [_KEYS.get(name, name) for name in (*held, last)]
            downs = [{"type": "keyDown", "value": value} for value in named]
            ups = [{"type": "keyUp", "value": value} for value in reversed(named)]
            self._act({"type": "key", "id": "keyboard", "actions": [*downs, *ups]})

    def type(self, words: str) -> None:
        """Type some words, letter by letter."""
        self.press(*words)

    def picture(self, path: Path) -> None:
        """Write what the window shows, as PNG."""
        path.write_bytes(base64.b64decode(self.wire.call("Take Screenshot")))

    def faults(self) -> list[str]:
        """Errors of scripts, and what the Content-Security-Policy refused, on all pages since the road was laid."""
        return (self.run("() => sessionStorage.getItem('faults')") or "").splitlines()

    def _point(self, actions: list[dict[str, Any]]) -> None:
        self._act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self.wire.call("Perform Actions", actions=[source])


_DOWN = {"type": "pointerDown", "button": 0}
_UP = {"type": "pointerUp", "button": 0}


def _move(point: Point, milliseconds: int = 0) -> dict[str, Any]:
    return {"type": "pointerMove", "x": round(point[0]), "y": round(point[1]), "duration": milliseconds}


def _between(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
