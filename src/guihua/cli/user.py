"""网站的账号、机构、接口密钥 accounts of the site, made at the terminal: the first administrator comes from here.

guihua user organisation dept-a 规划处
guihua user organisations                                # 按机构名录登记全部机构 one for every body of the register
guihua user add zhang --role administrator --organisation dept-a    # 密码在终端输入 asks for the password
guihua user add li --role reporter --organisation dept-a --password-stdin < 密码.txt
guihua user token dept-a --label 对接系统                            # 接口密钥，只显示一次 shown only once
guihua user list
"""

from __future__ import annotations

import argparse
import sys

HELP = "网站的账号、机构、接口密钥 accounts, organisations, API tokens"
ROLES = ("administrator", "planner", "reviewer", "reporter", "evaluator")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions and their options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="新建账号 a new account")
    add.add_argument("username", help="登录名 login name")
    add.add_argument("--role", choices=ROLES, help="角色 role (the first account: administrator)")
    add.add_argument("--organisation", default="", help="机构代码 code of the organisation")
    add.add_argument("--name", default="", help="姓名 name")
    add.add_argument("--duty", choices=("leader", "secrecy"), default="", help="审签职责 duty in signing papers")
    add.add_argument(
        "--password-stdin", action="store_true", help="从标准输入读密码 read the password from standard input"
    )
    body = actions.add_parser("organisation", help="新建机构 a new organisation")
    body.add_argument("code", help="机构代码 code")
    body.add_argument("name", help="名称 name")
    body.add_argument("--name-en", default="", help="英文名称 name in English")
    body.add_argument("--region", default="", help="地区代码 region code")
    actions.add_parser("organisations", help="按机构名录登记全部机构 one for every body of the register")
    key = actions.add_parser("token", help="新建接口密钥 a new API token")
    key.add_argument("organisation", help="机构代码 code of the organisation")
    key.add_argument("--role", choices=ROLES, default="evaluator", help="角色 role (default: evaluator)")
    key.add_argument("--label", required=True, help="用途 what it is for")
    actions.add_parser("list", help="列出账号 list the accounts")


def run(args: argparse.Namespace) -> int:
    """Do one thing with accounts."""
    from guihua.project import require_project
    from guihua.web.server import setup

    setup(require_project().root)
    return {
        "add": _add,
        "organisation": _organisation,
        "organisations": _organisations,
        "token": _token,
        "list": _list,
    }[args.action](args)


def _add(args: argparse.Namespace) -> int:
    from guihua.web.accounts import add_person
    from guihua.web.models import Person

    role = args.role or ("reporter" if Person.objects.exists() else "administrator")
    person = add_person(args.username, _password(args.password_stdin), role, args.organisation, args.name, args.duty)
    print(f"{person.username}\t{person.role}\t{args.organisation}")
    return 0


def _password(from_stdin: bool) -> str:
    from getpass import getpass

    from guihua.errors import GuihuaError

    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise GuihuaError(
            "USER-PASSWORD",
            "没有终端可输入密码 no terminal to ask for the password",
            "加 --password-stdin，从标准输入读 add it to read the password from standard input",
        )
    first = getpass("密码 password: ")
    if first != getpass("再输一遍 again: "):
        raise GuihuaError("USER-PASSWORD", "两次输入不同 the two differ", "再试一次 try again")
    return first


def _organisation(args: argparse.Namespace) -> int:
    from guihua.errors import GuihuaError
    from guihua.web.models import Organisation

    if Organisation.objects.filter(code=args.code).exists():
        raise GuihuaError(
            "USER-ORGANISATION", f"机构已存在 the organisation {args.code!r} exists", "换一个代码 choose another code"
        )
    from guihua.web.bodies import for_account

    name, place, registered = for_account(args.name, args.region)
    if not registered:
        print(f"机构名录里没有这个单位 not in the register of bodies: {name}", file=sys.stderr)
    if not place:
        print(
            "未写地区：该单位不能报数，直到写明 --region no region: the body cannot report figures until one is stated",
            file=sys.stderr,
        )
    Organisation.objects.create(code=args.code, name=name, name_en=args.name_en, region=place)
    print(f"{args.code}\t{name}\t{place}")
    return 0


def _organisations(args: argparse.Namespace) -> int:
    """An organisation for every body of the register that has none; what was typed before stays."""
    from guihua.web.bodies import all_registered

    made = all_registered()
    for body in made:
        print(f"{body.code}\t{body.name}\t{body.region}")
    print(f"新登记 made {len(made)} 个机构 organisations", file=sys.stderr)
    return 0


def _token(args: argparse.Namespace) -> int:
    from guihua.errors import GuihuaError
    from guihua.web.accounts import new_token
    from guihua.web.models import Organisation

    body = Organisation.objects.filter(code=args.organisation).first()
    if body is None:
        raise GuihuaError(
            "USER-ORGANISATION", f"没有机构 no organisation {args.organisation!r}", "guihua user organisation CODE NAME"
        )
    print(new_token(body, args.role, args.label))
    print("只显示这一次 shown only once", file=sys.stderr)
    return 0


def _list(args: argparse.Namespace) -> int:
    from guihua.web.models import Person

    people = list(Person.objects.select_related("organisation").order_by("username"))
    for person in people:
        code = person.organisation.code if person.organisation else ""
        print(person.username, person.role, code, person.name, sep="\t")
    if not people:
        print("还没有账号：本机不需登录 no accounts yet: this machine needs no login", file=sys.stderr)
    return 0
