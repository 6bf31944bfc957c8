"""Renders chat templates with Jinja itself, set up as Hugging Face transformers does.

Reads JSON lines {"template", "variables"} and writes one JSON line for each: {"text"} or {"error"}.
With a file as argument it writes the results of that table's cases into it, which is how the reference values were made:
python3 render.py templates.json
"""

import datetime
import json
import sys

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2025, 7, 10, 9, 5, 30)


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_through"), [], [], body).set_lineno(line)

    def _through(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def environment():
    made = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
    )
    made.filters["tojson"] = tojson
    made.globals["raise_exception"] = raise_exception
    made.globals["strftime_now"] = NOW.strftime
    return made


def render(case):
    try:
        text = environment().from_string(case["template"]).render(**case["variables"])
        text.encode("utf-8")
        return {"text": text}
    except Exception as error:  # whatever it is, the template is refused
        return {"error": f"{type(error).__name__}: {error}"}


def remake(path):
    with open(path, encoding="utf-8") as file:
        table = json.load(file)
    for case in table["cases"]:
        variables = {**table["variables"], "messages": table["conversations"][case["messages"]]}
        case.pop("text", None)
        case.pop("error", None)
        case.update(render({"template": table["templates"][case["template"]], "variables": variables}))
    with open(path, "w", encoding="utf-8") as file:
        json.dump(table, file, ensure_ascii=False, indent=1)
        file.write("\n")


if len(sys.argv) > 1:
    remake(sys.argv[1])
else:
    for line in sys.stdin:
        print(json.dumps(render(json.loads(line))), flush=True)
