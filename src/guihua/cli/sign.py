"""签名 sign a bundle or a log's head, so that others can prove where it comes from (Ed25519; needs guihua[signatures]).

guihua sign --new-key 发改委                    # 生成 发改委.key（私钥，自己保存）和 发改委.pub（公钥，公布）a pair of keys
guihua sign 评估报告.bundle.json --key 发改委.key    # 写出 评估报告.bundle.json.head writes the signed head beside it
guihua verify 评估报告.bundle.json --root 评估报告.bundle.json.head --key 发改委.pub
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "签名 sign a result, so that its origin can be proved"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", nargs="?", help="核验文件，或未签名的根 a bundle, or a head without a signature")
    parser.add_argument("--key", metavar="FILE", help="私钥文件 the file of the private key")
    parser.add_argument("-o", "--output", metavar="FILE", help="写到 write to (default: FILE.head)")
    parser.add_argument("--new-key", metavar="NAME", help="生成一对密钥 make a pair of keys: NAME.key, NAME.pub")


def run(args: argparse.Namespace) -> int:
    """Make keys, or sign."""
    from guihua.errors import GuihuaError

    if args.new_key:
        return _new_key(Path(args.new_key))
    if not (args.file and args.key):
        raise GuihuaError(
            "SIGN-NOTHING",
            "没有指明文件或私钥 no file or no key was named",
            "guihua sign FILE --key NAME.key；先 first: guihua sign --new-key NAME",
        )
    from guihua.ledgers.journal import now
    from guihua.plan.files import file_bytes, write_whole
    from guihua.proof import heads
    from guihua.verification.origin import head_of

    data = file_bytes(args.file, "SIGN-READ")
    head = heads.read_head(data) if data.startswith(b'{"at":') else head_of(data, now())
    key = file_bytes(args.key, "SIGN-READ").decode("ascii", "replace")
    output = args.output or f"{args.file}.head"
    write_whole(output, heads.sign(head, key).to_bytes())
    print(output)
    return 0


def _new_key(name: Path) -> int:
    from guihua.errors import GuihuaError
    from guihua.plan.files import write_whole
    from guihua.proof import heads

    private, public = name.with_name(f"{name.name}.key"), name.with_name(f"{name.name}.pub")
    for path in (private, public):
        if path.exists():
            raise GuihuaError(
                "SIGN-EXISTS",
                "已有这个密钥文件 the key file is there already",
                "换一个名字 choose another name",
                str(path),
            )
    secret, open_key = heads.new_key()
    write_whole(private, secret + "\n")
    private.chmod(0o600)
    write_whole(public, open_key + "\n")
    print(f"{private}\n{public}")
    print("私钥自己保存，公钥公布 keep the .key to yourself, publish the .pub", file=sys.stderr)
    return 0
