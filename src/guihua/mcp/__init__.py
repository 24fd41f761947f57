"""For assistants: a project's statements, findings, verdicts and figures over the Model Context Protocol, read only, each with its proof.

answers.py   what is answered: plain JSON with ids, sources and the caution that belongs to it; knows nothing of the protocol
server.py    the protocol (extra `mcp`): tools over standard input and output, or over HTTP behind a token
"""
