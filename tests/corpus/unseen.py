"""What the mails of unseen_*.py share. They were written before their writer had read a rule, as an examiner
would: whole mails in the dress of the offices' own. Their year is one whose days of the week and whose
clocks are those of 2026, and that is past on every machine."""

SERVICE = 'Mon espace santé <ne-pas-repondre@monespacesante.fr>'
PAULETTE = 'Paulette Odin <paulette.odin@orange.example>'
JEAN = 'Jean Duval <jean.duval@gmail.example>'
SYLVIE = 'Sylvie LAMBERT <s.lambert@mairie.example>'
WHEN = 'Thu, 12 Nov 2015 10:00:00 +0100'
ENDED = 'Wed, 18 Nov 2015 15:20:00 +0100'
LATER = 'Thu, 19 Nov 2015 20:15:00 +0100'

NOTICE = '''Bonjour Madame Odin,

L\'Assurance Maladie vous informe que votre profil Mon espace santé sera créé
dans six semaines. Si vous n\'en voulez pas, opposez-vous sur
monespacesante.fr ou au 3422.

Votre code provisoire : hT7zQm4KxW9b

L\'Assurance Maladie'''
COURIER = '''Madame, Monsieur,

Nous vous informons que votre Mon espace santé sera prochainement créé.
Vous avez la possibilité de vous opposer à cette création, pendant un délai
de six semaines suivant l\'envoi de ce courriel.

Code provisoire : v8RkTz3QmW6x

Votre Assurance Maladie'''
SHORT = '''Bonjour, sans opposition de votre part sous six semaines, votre profil Mon espace santé sera créé.
Code provisoire : n5TqWz8Kx2Bm'''
BRIEF = '''Bonjour,

Votre Mon espace santé sera créé dans six semaines. Vous pouvez vous y opposer.
Code provisoire : n5TqWz8Kx2Bm'''


def html(text):
    return text.replace('\n\n', '<br><br>').replace('\n', ' ')


def quoted(text):
    return '\n'.join(f'> {line}'.rstrip() for line in text.split('\n'))


def letterhead(inner):
    """As the CNAM's mailings: tables in tables, a hidden preheader, legal notes, a pixel."""
    return f'''<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Mon espace santé</title><style type="text/css">
body{{margin:0;padding:0;background:#F4F6FB}} .btn a{{color:#ffffff}} @media only screen and (max-width:600px){{.w600{{width:100%!important}}}}
</style></head><body bgcolor="#F4F6FB">
<div style="display:none;font-size:1px;max-height:0;overflow:hidden">Un message de votre caisse&nbsp;&zwnj;&nbsp;&zwnj;</div>
<table width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">
<table class="w600" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff">
<tr><td style="font-size:11px;color:#777" align="center">Si ce message ne s'affiche pas correctement,
<a href="https://statsndm.info.ameli.fr/m/8Hq27dKKa91x">consultez la version en ligne</a></td></tr>
<tr><td><img src="https://statsndm.info.ameli.fr/i/logo_am.png" width="180" height="62" alt="l'Assurance Maladie" /></td></tr>
<tr><td style="padding:20px 30px;font-family:Arial,sans-serif;font-size:15px;color:#212F4D">
{inner}
</td></tr>
<tr><td style="padding:15px 30px;background:#0C419A;color:#ffffff;font-size:11px">
Ce courriel vous est adressé automatiquement, merci de ne pas y répondre. Conformément au règlement (UE) 2016/679 du
27 avril 2016 et à la loi n° 78-17 du 6 janvier 1978 modifiée, vous disposez d'un droit d'accès et de rectification.<br />
<a href="https://statsndm.info.ameli.fr/u/7Hd82kQpLz01" style="color:#fff">Se désabonner</a> |
<a href="https://www.ameli.fr/assure/mentions-legales" style="color:#fff">Mentions légales</a><br />
© 2015 l'Assurance Maladie - 26-50 avenue du Professeur André Lemierre, 75986 Paris cedex 20</td></tr>
</table></td></tr></table>
<img src="https://statsndm.info.ameli.fr/o/9d8Fj2LkQ7Zx.gif" width="1" height="1" alt="" /></body></html>
'''


def campaign(inner, office):
    """As the mailers of smaller offices send: blocks, conditional comments, a tracked link below."""
    return f'''<!doctype html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml">
<head><meta charset="utf-8"><style>#outlook a {{ padding:0; }} .mj-column-per-100 {{ width:100% !important; }}</style>
<!--[if mso]><noscript><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml></noscript><![endif]--></head>
<body style="background-color:#eeeeee;"><div style="background-color:#eeeeee;">
<!--[if mso | IE]><table align="center" width="600"><tr><td style="line-height:0px;font-size:0px;"><![endif]-->
<div style="max-width:600px;background:#00834e"><p style="color:#fff;font-size:20px;text-align:center">{office}</p></div>
<div style="max-width:600px;background:#fff"><div class="mj-column-per-100" style="font-size:0px;text-align:left;">
<div style="font-family:Ubuntu,Arial;font-size:14px;line-height:1.5;color:#333">{inner}</div></div></div>
<!--[if mso | IE]></td></tr></table><![endif]-->
<div style="max-width:600px;font-size:11px;color:#999">Vous recevez ce message car votre adresse figure dans votre espace
personnel. <a href="https://track.example-routage.fr/c/443/8f2d9aa21b">Gérer mes préférences</a></div></div></body></html>
'''
