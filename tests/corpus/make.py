#!/usr/bin/python3
"""The corpus as a whole: every mail made for this project, with what is expected of it.
`make.py DIR` writes each as NAME.eml beside NAME.json."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import importlib  # noqa: E402

TABLES = ('codes', 'codes_dressed', 'codes_more', 'wordings', 'letters', 'dates', 'days', 'forwards',
          'relays', 'endings', 'harmless', 'everyday', 'bulletins', 'offices', 'invitations', 'edges',
          'mixed', 'hazards', 'authenticity', 'borders', 'forgeries', 'unseen_days', 'unseen_kinds',
          'unseen_forwards', 'unseen_quiet', 'senders')


def corpus():
    mails = [mail for name in TABLES for mail in importlib.import_module(name).MAILS]
    names = [mail.name for mail in mails]
    assert len(set(names)) == len(names), {name for name in names if names.count(name) > 1}
    return mails


def expected(mail):
    return {'kind': mail.kind, 'authenticity': mail.authenticity, 'sent': mail.sent,
            'sent_source': mail.source, 'deadline': mail.deadline,
            'cases': [{'code': code, 'person': person} for code, person in mail.cases]}


if __name__ == '__main__':
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for one in corpus():
        (target / f'{one.name}.eml').write_bytes(one.raw)
        (target / f'{one.name}.json').write_text(json.dumps(
            {'why': one.why, 'trust': one.trust, **expected(one)}, ensure_ascii=False, indent=1))
