"""What a person reads is French where they want it; what machines read is the same for all."""
import json

import pytest

from mails import notice
from test_watch import account

NOON = '2026-03-03T12:00:00+01:00'
NB = '\u00a0'


@pytest.fixture
def speak(vigie):
    """Runs a command in an environment that says this alone of the language."""
    def run(language, *arguments, **options):
        for name in ('LANG', 'LANGUAGE', 'LC_ALL', 'LC_MESSAGES'):
            vigie.environment.pop(name, None)
        vigie.environment.update(language)
        return vigie.run(*arguments, **options)
    return run


@pytest.mark.parametrize('language,french,why', [
    ({'LANG': 'C.UTF-8', 'LANGUAGE': 'fr'}, True, 'LANGUAGE goes before a locale'),
    ({'LANG': 'fr_FR.UTF-8'}, True, 'a locale that is not installed says what is wanted all the same'),
    ({'LANG': 'fr_CH'}, True, 'nor need it be of UTF-8, or of France'),
    ({'LC_MESSAGES': 'fr_FR.UTF-8', 'LANG': 'en_GB.UTF-8'}, True, 'LC_MESSAGES goes before LANG'),
    ({'LC_ALL': '', 'LANG': 'fr_FR.UTF-8'}, True, 'what is empty is not set'),
    ({'LANGUAGE': 'de:fr:en', 'LANG': 'de_DE.UTF-8'}, True, 'the first that there is'),
    ({'LC_ALL': 'C', 'LANG': 'fr_FR.UTF-8', 'LANGUAGE': 'fr'}, False, 'C is English for gettext'),
    ({'LC_ALL': 'POSIX', 'LANGUAGE': 'fr'}, False, 'another name of C'),
    ({'LANG': 'C.UTF-8'}, False, 'a unit, a container'),
    ({}, False, 'cron'),
    ({'LANGUAGE': 'en:fr', 'LANG': 'fr_FR.UTF-8'}, False, 'English first, which has no catalogue'),
    ({'LANG': 'en_GB.UTF-8'}, False, 'English that is not installed'),
])
def test_language(speak, language, french, why):
    usage = speak(language, '--help').stdout
    assert ('Le guetteur d’un droit' in usage) == french, why
    assert ('The lookout for a right' in usage) != french, why


FRENCH = {'LANG': 'fr_FR.UTF-8'}
ENGLISH = {'LANG': 'C.UTF-8', 'LANGUAGE': 'en'}


@pytest.fixture
def entry(speak):
    """Sent on a Monday, 2 March: the deadline is Monday 13 April, the last day to call as well."""
    return speak(ENGLISH, 'add', '--sent', '2026-03-02', '--person', 'Léa', now=NOON).stdout.strip()


def test_list_keeps_its_columns(speak, entry):
    other = speak(ENGLISH, 'add', '--sent', '2026-01-10', now=NOON).stdout.strip()
    said = speak(FRENCH, 'list', now=NOON).stdout.splitlines()
    assert [line.split()[0] for line in said] == [other, entry]
    assert f'+41{NB}j' in said[1] and 'en cours' in said[1]
    assert 'délai passé' in said[0]
    assert [line.index('2026-') for line in said] == [19, 19], 'é is one column wide'


def test_show_and_its_history(speak, entry):
    speak(FRENCH, 'edit', entry, '--note', 'à revoir', now=NOON)
    said = speak(FRENCH, 'show', entry, now=NOON).stdout
    assert f'Dossier {entry} (en cours){NB}: la personne peut encore s’opposer' in said
    assert 'lundi 2 mars 2026\n' in said and 'lundi 13 avril 2026\n' in said
    assert 'saisie à la main' in said and 'reste (jours) 41' in said
    assert 'ajouté à la main\n' in said and f'corrigé à la main{NB}; note\n' in said
    said = speak(ENGLISH, 'show', entry, now=NOON).stdout
    assert 'Monday 13 April 2026\n' in said and 'edited by hand; note\n' in said


def test_status_and_check(speak, vigie, entry):
    assert f'surveillance{NB}: arrêtée' in speak(FRENCH, 'status', code=None, now=NOON).stdout
    vigie.configure('alert "écran" { kind = command command = "true" }\n')
    said = speak(FRENCH, 'check').stdout
    assert f'attention{NB}: une seule alerte' in said and 'aucun défaut' in said
    assert f'alerte «{NB}écran{NB}»{NB}: commande de l’alerte' in said


@pytest.mark.parametrize('mails,said', [
    (0, '0 message vu\n'), (1, '1 message vu\n'), (2, '2 messages vus\n'),
])
def test_french_has_no_plural_below_two(speak, vigie, dovecot, ca, mails, said):
    for _ in range(mails):
        dovecot.append(notice())
    vigie.configure(account(vigie, dovecot, ca))
    speak(FRENCH, 'watch', '--once')
    assert said in speak(FRENCH, 'status').stdout


@pytest.mark.parametrize('arguments,code,said', [
    (['show', '99'], 64, 'il n’y a pas de dossier numéro 99'),
    (['add', '--sent', '2026-02-31'], 64, 'n’est pas une date qui existe'),
    (['close', '1', '--as', 'nothing'], 64, f'dites comment il s’est terminé{NB}:'),
    (['nonsense'], 64, 'il n’y a pas de commande nonsense'),
    (['explain', '/nowhere'], 66, 'impossible d’ouvrir /nowhere'),
])
def test_faults(speak, entry, arguments, code, said):
    assert said in speak(FRENCH, *arguments, code=code, now=NOON).stderr
    english = speak(ENGLISH, *arguments, code=code, now=NOON).stderr
    assert english.isascii() and english.strip(), 'the same fault, in English'


def test_a_fault_of_a_file_keeps_its_form(speak, vigie):
    vigie.configure('\nnonsense = 1\n')
    said = speak(FRENCH, 'check', code=78).stderr
    assert said.startswith(f'{vigie.config}:2: clé inconnue «{NB}nonsense{NB}»{NB};')


def test_explain_speaks_french_and_its_json_english(speak, tmp_path):
    mail = tmp_path / 'notice.eml'
    mail.write_bytes(notice(sent=1772445600))  # 2 March 2026, 11:00 in Paris
    said = speak(FRENCH, 'explain', mail).stdout
    assert f'Un avis pour son destinataire{NB}: le droit d’opposition s’éteint' in said
    assert 'lundi 13 avril 2026' in said and 'Aucun authserv-id n’est de confiance' in said
    for heading in ('Ce qui a décidé', 'Dates examinées', 'La date limite', 'Qui parle',
                    'Toutes les règles essayées'):
        assert f'\n{heading}' in said
    french, english = (speak(language, 'explain', '--json', mail).stdout
                       for language in (FRENCH, ENGLISH))
    assert french == english
    assert json.loads(french)['steps'][0].startswith('sent on Monday 2 March 2026')


def test_json_is_the_same_in_every_language(speak, entry):
    for command in (['list', '--json'], ['show', entry, '--json'], ['status', '--json']):
        french, english = (speak(language, *command, code=None, now=NOON)
                           for language in (FRENCH, ENGLISH))
        assert (french.stdout, french.returncode) == (english.stdout, english.returncode)
        assert json.loads(french.stdout)['vigie'] == 1
