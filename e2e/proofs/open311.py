"""Open311 as others speak it: the public client `georeport` reads a running place, in JSON and in XML, and every answer is held against
the schemas of GeoReport v2. `python open311.py ADDRESS TOKEN`; the token's account is the key of the client that reports."""

import json
import pathlib
import sys

import jsonschema
import requests
from georeport import GeoReport

SCHEMAS = json.loads(pathlib.Path(__file__).with_name("georeport.schema.json").read_text("utf-8"))
PATIENCE = 30


def holds(name, found):
    """Complains where an answer is not what the specification says."""
    schema = {**SCHEMAS, "$ref": f"#/$defs/{name}"}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    wrong = list(jsonschema.Draft202012Validator(schema, format_checker=checker).iter_errors(found))
    assert not wrong, f"{name}: {wrong[0].json_path}: {wrong[0].message}"


def several(found):
    """What the client makes of XML: one of a kind is not in a list."""
    return found if isinstance(found, list) else [found]


def reading(address):
    """Both forms tell the same."""
    spoken = GeoReport(address), GeoReport(address, output_format="xml")
    services, in_xml = (client.get_service_list() for client in spoken)
    holds("services", services)
    assert services, "no service can be reported"
    codes = [one["service_code"] for one in services]
    assert codes == [one["service_code"] for one in several(in_xml)]
    for code in codes:
        definition = spoken[0].get_service_definition(code)
        holds("definition", definition)
        assert definition["service_code"] == code == spoken[1].get_service_definition(code)["service_code"]
    found = spoken[0].get_service_requests()
    holds("requests", found)
    assert found, "nothing is open to the public"
    assert [one["service_request_id"] for one in found] == [one["service_request_id"] for one in several(spoken[1].get_service_requests())]
    for status in ("open", "closed"):
        assert {one["status"] for one in spoken[0].get_service_requests(status=status)} <= {status}
    for one in found[:5]:
        number = one["service_request_id"]
        assert spoken[0].get_service_request(number) == one
        assert spoken[1].get_service_request(number)["service_request_id"] == number
        holds("requests", spoken[0].get_service_requests(service_request_id=number))
        of_kind = spoken[0].get_service_requests(service_code=one["service_code"])
        assert {other["service_code"] for other in of_kind} == {one["service_code"]}
    return codes, found


def reporting(address, token, code, like):
    """A report is taken, answered by a number, and found by it where the place opens it to the public."""
    form = {"api_key": token, "service_code": code, "lat": like["lat"], "long": like["long"], "description": "路灯不亮，已经三天"}
    answer = requests.post(f"{address}/requests.json", data=form, timeout=PATIENCE)
    assert answer.status_code == 201, f"{answer.status_code} {answer.text}"
    holds("taken", answer.json())
    number = answer.json()[0]["service_request_id"]
    shown = requests.get(f"{address}/requests/{number}.json", timeout=PATIENCE)
    assert shown.status_code in (200, 404)
    holds("requests" if shown.ok else "errors", shown.json())


def refusing(address):
    """Whatever is wrong is said in the specification's way."""
    asked = {
        "services/no.such.thing.json": 404,
        "requests/no-such-number.json": 404,
        "requests.json?status=half": 400,
        "requests.json?start_date=yesterday": 400,
        "requests.json?service_code=no.such.thing": 404,
        "services.json?jurisdiction_id=elsewhere": 404,
        "nothing.json": 404,
        "tokens/no-such-token.json": 404,
    }
    for path, status in asked.items():
        answer = requests.get(f"{address}/{path}", timeout=PATIENCE)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        holds("errors", answer.json())
    for form, status in (({"service_code": "x"}, 403), ({"api_key": "wrong", "service_code": "x"}, 403)):
        answer = requests.post(f"{address}/requests.json", data=form, timeout=PATIENCE)
        assert answer.status_code == status, answer.text
        holds("errors", answer.json())


def main(place, token):
    address = f"{place}/open311/v2"
    codes, found = reading(address)
    with_point = next(one for one in found if one["lat"] is not None)
    reporting(address, token, with_point["service_code"], with_point)
    refusing(address)
    print(f"Open311: {len(codes)} services and {len(found)} requests are what GeoReport v2 says, read by georeport in JSON and XML")


if __name__ == "__main__":
    main(*sys.argv[1:])
