"""The cell functions as UNO knows them: the interface, its methods and the types of their arguments.

What the office keeps in files it saves is the service and the method
(``ORG.HONESTFUNNEL.FUNCTIONS.STAGECONV``): these must never change.
"""

from __future__ import annotations

from addin.functions.function import Argument, Function

SERVICE = "org.honestfunnel.Functions"
RANGE, ANY, DOCUMENT = "com::sun::star::table::XCellRange", "any", "com::sun::star::beans::XPropertySet"


def method_name(function: Function) -> str:
    """The name of a function inside the office: STAGE_CONV → stageConv."""
    return camel_case(function.name)


def camel_case(name: str) -> str:
    """``from_stage`` → ``fromStage``."""
    first, *rest = name.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


def argument_type(place: int, argument: Argument) -> str:
    """The UNO type an argument is declared with.

    A range object keeps its sheet and rows and may hold error cells; but Calc takes nothing else for it, nor
    lets it be left out at the end. So only a first table that must be given is one.
    """
    return RANGE if place == 0 and argument.kind == "table" and argument.required else ANY


def idl(functions: tuple[Function, ...]) -> str:
    """The interface; the document a formula stands in comes last, and users do not see it."""
    methods = []
    for function in functions:
        arguments = [
            f"[in] {argument_type(i, a)} {camel_case(a.name)}" for i, a in enumerate(function.arguments)
        ]
        listed = ", ".join([*arguments, f"[in] {DOCUMENT} document"])
        methods.append(f"    sequence< sequence< any > > {method_name(function)}({listed});\n")
    body = "".join(methods)
    return f"module org {{ module honestfunnel {{ interface XFunctions {{\n{body}}}; }}; }};\n"
