"""/openapi.json: valid OpenAPI 3.1, of every address, and true of the server that gives it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from serving import FORM, Served
from stroma.queries import load_questions
from stroma.server import create_app
from stroma.server.media import ROWS, TRIPLES
from stroma.server.openapi import document
from stroma.server.operations import Described

TEXT = "In a large trial NurOwn slowed amyotrophic lateral sclerosis."


@pytest.fixture(scope="module")
def described(site: Served) -> dict[str, Any]:
    reply = site.ask("/openapi.json")
    assert reply.headers["content-type"] == "application/json"
    made: dict[str, Any] = json.loads(reply.body)
    return made


def test_the_description_is_openapi(described: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(described).validate()
    assert described["openapi"].startswith("3.1.")
    assert described["servers"] == [{"url": "/"}]


def test_every_route_is_described(described: dict[str, Any]) -> None:
    for route in create_app().routes:
        assert isinstance(route, Described)
        path = route.path
        paths = [path] if "{" not in path else [f"/ask/{name}" for name in load_questions()]
        methods = set(route.methods or ()) - {"HEAD"}
        for one in paths:
            assert {method.upper() for method in described["paths"][one]} == methods, one


def test_a_route_without_a_description_is_no_route_of_the_site() -> None:
    from starlette.routing import Route

    with pytest.raises(AttributeError, match="operations"):
        document([*create_app().routes, Route("/new", lambda _: None)], "")


def test_the_parameters_are_those_of_the_questions(described: dict[str, Any]) -> None:
    for name, question in load_questions().items():
        listed = {p["name"]: p for p in described["paths"][f"/ask/{name}"]["get"]["parameters"]}
        assert list(listed) == [*(p.name for p in question.parameters), "format"]
        for parameter in question.parameters:
            one = listed[parameter.name]
            assert parameter.meaning in one["description"]
            assert one["required"] is (parameter.default is None)
            assert one["schema"].get("enum", []) == list(parameter.choices)
            assert str(one["schema"].get("default", parameter.default)) == str(parameter.default)
            if "default" in one["schema"]:
                Draft202012Validator(one["schema"]).validate(one["schema"]["default"])


# An address of each operation that needs something to be asked with.
ASKED = {
    "/find": "/find?q=ALS",
    "/show": "/show?name=oh-2018",
    "/view": "/view?name=oh-2018",
    "/ask/{name}": "/ask/approvals?disease=ALS",
    "/sparql": "/sparql?query=" + quote("ASK { ?s a st:Study }"),
}


def resolved(described: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": described["components"]})


def test_each_answer_has_the_type_and_the_form_that_are_described(
    site: Served, described: dict[str, Any]
) -> None:
    for route in create_app().routes:
        assert isinstance(route, Described)
        path = route.path
        address = ASKED.get(path, path)
        operation = described["paths"][address.partition("?")[0]]["get"]
        content = operation["responses"]["200"]["content"]
        formats = [p["schema"]["enum"] for p in operation["parameters"] if p["name"] == "format"] if "parameters" in operation else []  # fmt: skip
        found = set()
        for fmt in formats[0] if formats and path != "/sparql" else [None]:
            joined = "&" if "?" in address else "?"
            reply = site.ask(address + (f"{joined}format={fmt}" if fmt else ""))
            media = reply.headers["content-type"].partition(";")[0]
            assert (reply.status, media in content) == (200, True), (address, fmt, media)
            found.add(media)
            if media.endswith("json"):
                validator = resolved(described, content[media]["schema"])
                assert [e.message for e in validator.iter_errors(json.loads(reply.body))] == []
        assert path == "/sparql" or found == set(content), path


def test_a_query_may_answer_in_each_type_of_its_form(
    site: Served, described: dict[str, Any]
) -> None:
    content = described["paths"]["/sparql"]["get"]["responses"]["200"]["content"]
    queries = {"ASK {}": ROWS, "DESCRIBE study:uccelli-2021": TRIPLES}
    sent = set()
    for query, formats in queries.items():
        for fmt in formats:
            sent.add(site.sparql(query, format=fmt).headers["content-type"].partition(";")[0])
    assert sent == set(content)


def test_what_is_kept_is_described(site: Served, described: dict[str, Any]) -> None:
    for route in create_app().routes:
        assert isinstance(route, Described)
        address = ASKED.get(route.path, route.path)
        responses = described["paths"][address.partition("?")[0]]["get"]["responses"]
        has_tag = "etag" in site.ask(address).headers
        assert [has_tag] * 2 == ["304" in responses, "ETag" in responses["200"]["headers"]]


def test_what_is_posted_is_described(site: Served, described: dict[str, Any]) -> None:
    for path, body in (("/audit", f"text={quote(TEXT)}"), ("/sparql", "query=ASK+%7B%7D")):
        operation = described["paths"][path]["post"]
        assert FORM["Content-Type"] in operation["requestBody"]["content"]
        reply = site.ask(path, method="POST", body=body, headers=FORM)
        content = operation["responses"]["200"]["content"]
        media = reply.headers["content-type"]
        validator = resolved(described, content[media]["schema"])
        assert [e.message for e in validator.iter_errors(json.loads(reply.body))] == []


def test_an_error_is_one_of_those_described(site: Served, described: dict[str, Any]) -> None:
    as_json = {"Accept": "application/json"}
    for address in ("/ask/approvals?disease=zzqx", "/ask/approvals?x=1", "/show", "/view?format=csv", "/find?q="):  # fmt: skip
        reply = site.ask(address, headers=as_json)
        operation = described["paths"][address.partition("?")[0]]["get"]
        assert str(reply.status) in operation["responses"], address
        validator = resolved(described, {"$ref": "#/components/schemas/Error"})
        assert [e.message for e in validator.iter_errors(json.loads(reply.body))] == []


def test_a_page_that_says_that_nothing_goes_by_a_name_is_described(
    site: Served, described: dict[str, Any]
) -> None:
    responses = described["paths"]["/find"]["get"]["responses"]
    assert site.ask("/find?q=zzqx").status == 404
    named = responses["404"]["$ref"].rpartition("/")[2]
    assert "text/html" in described["components"]["responses"][named]["content"]


def test_the_description_is_linked_from_the_first_page(site: Served) -> None:
    assert 'href="/openapi.json"' in site.ask("/").text
