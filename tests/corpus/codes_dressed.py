"""More codes in dress: HTML that splits, hides and shows, parts that disagree, charsets, flowed text."""
from build import multipart, nfd, notice, part
from codes import AFTER, BEFORE, html, page, plain

CODE, FALSE = 'aB3dE5fG7hJ9', 'xX0xX0xX0xX0'
LABEL = 'Votre code provisoire : '
SHOWN = f'<p>{LABEL}<b>{CODE}</b></p>'
LATER = '<p>Votre code provisoire vous parviendra par courrier.</p>'

STYLES = {  # of an element that nobody sees
    'none': 'display:none', 'none-important': 'display : none !important', 'visibility': 'visibility:hidden',
    'size-0': 'font-size:0', 'size-1px': 'font-size:1px;line-height:1px', 'size-em': 'font-size:0.01em',
    'size-percent': 'font-size:0%', 'size-shorthand': 'font:0/0 Arial', 'size-fraction': 'font-size:.1px',
    'max-height': 'max-height:0;overflow:hidden', 'max-height-px': 'max-height:0px;max-width:0px;overflow:hidden;opacity:0',
    'width': 'width:0;overflow:hidden;white-space:nowrap', 'overflow-y': 'height:0;overflow-y:hidden',
    'opacity': 'opacity:0.0', 'opacity-percent': 'opacity:0%', 'filter': 'filter:opacity(0)',
    'mso': 'display:none;mso-hide:all', 'indent': 'text-indent:-9999px', 'left': 'position:absolute;left:-9999px',
    'top': 'position:absolute;top:-5000px', 'right': 'position:absolute;right:-9999px', 'margin': 'margin-left:-9999px',
    'far-em': 'position:absolute;left:-999em', 'clip': 'position:absolute;clip:rect(0,0,0,0)',
    'clip-path': 'clip-path:inset(100%)', 'scale': 'transform:scale(0)', 'white': 'color:#fff', 'white-name': 'color:white',
    'white-rgb': 'color:rgb(255,255,255)', 'white-rgb-percent': 'color:rgb(100%,100%,100%)', 'white-long': 'color:#FFFFFF',
    'white-nearly': 'color:#fefefe', 'white-hsl': 'color:hsl(0,0%,100%)', 'white-alpha': 'color:#ffffffff',
    'clear': 'color:transparent', 'clear-rgba': 'color:rgba(0,0,0,0)', 'clear-hex': 'color:#0000',
    'same': 'background-color:#0c419a;color:#0C419A', 'same-short': 'background:#036;color:rgb(0,51,102)',
    'same-fill': '-webkit-text-fill-color:transparent',
}
HIDING = {  # how else a page hides
    'attribute': ('<p hidden>{}</p>', ''), 'attribute-value': ('<div hidden="hidden"><p>{}</p></div>', ''),
    'template': ('<template><p>{}</p></template>', ''), 'script': ('<script>var t = "{}";</script>', ''),
    'title': ('<title>{}</title>', ''), 'comment': ('<!-- {} -->', ''), 'mso-comment': ('<!--[if mso]><p>{}</p><![endif]-->', ''),
    'class': ('<p class="a hid">{}</p>', '.hid{display:none}'), 'two-classes': ('<p class="a hid">{}</p>',
                                                                                'p.hid, div.off { visibility: hidden }'),
    'id': ('<p id="hid">{}</p>', '#hid { display:none !important }'), 'id-element': ('<p id="hid">{}</p>',
                                                                                     'p#hid{font-size:0}'),
    'descendant': ('<div class="pre"><p>{}</p></div>', 'div.pre p {display:none}'),
    'parent': ('<div style="display:none"><table><tr><td><p style="display:block">{}</p></td></tr></table></div>', ''),
    'font': ('<font color="#ffffff">{}</font>', ''), 'font-white': ('<p><font color=white size=1>{}</font></p>', ''),
    'bgcolor': ('<table bgcolor="#0c419a"><tr><td><span style="color:#0c419a">{}</span></td></tr></table>', ''),
    'bgcolor-body': ('<div style="background:navy"><div><span style="color:#000080">{}</span></div></div>', ''),
    'bgcolor-class': ('<p class="w">{}</p>', '.w { color: #FFF }'), 'screen': ('<p class="s">{}</p>',
                                                                          '@media screen { .s { display:none } }'),
    'input': ('<input type="hidden" value="{}">', ''), 'title-attribute': ('<p title="{}">.</p>', ''),
    'data': ('<p data-text="{}">.</p>', ''), 'noframes': ('<noframes>{}</noframes>', ''),
    'svg': ('<svg><title>{}</title><desc>{}</desc></svg>', ''), 'object': ('<object>{}</object>', ''),
    'datalist': ('<datalist><option>{}</option></datalist>', ''), 'media': ('<audio>{}</audio><video>{}</video>', ''),
}


def hidden(name, inner, style=''):
    """The code that shows and not the hidden one; none where only that stands there."""
    yield html(f'dressed-hides-{name}', 'a false code above the true', inner + SHOWN, CODE, style=style)
    yield html(f'dressed-hides-only-{name}', 'nothing else', inner + LATER, None, style=style)


HIDDEN = [one for name, style in STYLES.items()
          for one in hidden(name, f'<div style="{style}">Code provisoire : {FALSE}</div>')]
HIDDEN += [one for name, (inner, style) in HIDING.items()
           for one in hidden(name, inner.replace('{}', f'Code provisoire : {FALSE}'), style)]


def shows(name, why, inner, style='', code=CODE):
    return html(f'dressed-shows-{name}', why, inner, code, style=style)


SHOWING = [
    shows('on-blue', 'white on a dark cell', f'<table><tr><td bgcolor="#0c419a"><p style="color:#fff">{LABEL}{CODE}</p></td></tr></table>'),
    shows('on-blue-class', 'by classes', f'<div class="box"><p class="t">{LABEL}{CODE}</p></div>',
          '.box{background:#0c419a}.t{color:#ffffff}'),
    shows('on-blue-id', 'by an id', f'<div id="box"><p class="t">{LABEL}{CODE}</p></div>',
          '#box{background-color:#0c419a} .t{color:#ffffff}'),
    shows('on-picture', 'white on a picture', f'<div style="background:url(fond.png);color:white">{LABEL}{CODE}</div>'),
    shows('on-gradient', '', f'<div style="background:linear-gradient(#036,#069);color:white">{LABEL}{CODE}</div>'),
    shows('body-dark', 'a dark page', f'<div style="background:#111"><font color="#ffffff">{LABEL}{CODE}</font></div>'),
    shows('mobile', 'hidden on small screens alone', f'<p class="m">{LABEL}{CODE}</p>',
          '@media only screen and (max-width:480px){.m{display:none!important}}'),
    shows('print', 'hidden on paper alone', f'<p class="m">{LABEL}{CODE}</p>', '@media print { .m { display:none } }'),
    shows('undone', 'the element undoes its class', f'<p class="m" style="display:block">{LABEL}{CODE}</p>', '.m{display:none}'),
    shows('gap-killer', 'a parent without size, a child with one',
          f'<table><tr><td style="font-size:0"><span style="font-size:16px">{LABEL}{CODE}</span></td></tr></table>'),
    shows('visible-child', 'a visible child', f'<div style="visibility:hidden"><p style="visibility:visible">{LABEL}{CODE}</p></div>'),
    shows('not-mso', 'a comment that others open', f'<!--[if !mso]><!--><p>{LABEL}{CODE}</p><!--<![endif]-->'),
    shows('not-mso-bare', '', f'<![if !mso]><p>{LABEL}{CODE}</p><![endif]>'),
    shows('opacity', 'nearly opaque', f'<p style="opacity:0.87">{LABEL}{CODE}</p>'),
    shows('half-em', 'small', f'<p style="font-size:0.8em">{LABEL}{CODE}</p>'),
    shows('tall', 'a height of no consequence', f'<div style="height:0;line-height:20px"><p>{LABEL}{CODE}</p></div>'),
    shows('clipped', 'a box that cuts', f'<div style="max-height:400px;overflow:hidden"><p>{LABEL}{CODE}</p></div>'),
    shows('indent', 'a little', f'<p style="text-indent:-10px;margin-left:-4px">{LABEL}{CODE}</p>'),
    shows('grey', '', f'<p style="color:#cccccc">{LABEL}{CODE}</p>'),
    shows('not-hover', 'a link that hides when touched', f'<p><a class="l">{LABEL}{CODE}</a></p>', 'a.l:hover{display:none}'),
    shows('other-class', 'a longer class name', f'<p class="hide-mobile">{LABEL}{CODE}</p>', '.hide{display:none}'),
    shows('child-only', 'another descendant', f'<div class="pre"><span>x</span></div><p>{LABEL}{CODE}</p>', '.pre p{display:none}'),
    shows('css-comment', 'a rule that is none', f'<p class="m">{LABEL}{CODE}</p>', '/* .m{display:none} */'),
]

SPLIT = [
    shows('letters', 'bold letters', '<p>' + LABEL + ''.join(f'<b>{c}</b>' for c in CODE) + '</p>'),
    shows('wbr', '', f'<p>{LABEL}aB3d<wbr>E5fG<wbr/>7hJ9</p>'),
    shows('shy', '', f'<p>{LABEL}aB3d&shy;E5fG&#173;7hJ9</p>'),
    shows('zero', '', f'<p>Votre co&#8203;de provi&zwnj;soire&nbsp;: aB3d&#x200b;E5fG&zwj;7hJ9&#xFEFF;</p>'),
    shows('word-joiner', '', f'<p>{LABEL}aB3d&#8288;E5fG&lrm;7hJ9</p>'),
    shows('comments', '', f'<p>Votre code<!-- x --> provi<!---->soire : aB3d<!-- {FALSE} -->E5fG7hJ9</p>'),
    shows('entities', 'all of it', f'<p>{LABEL}' + ''.join(f'&#{ord(c)};' for c in CODE) + '</p>'),
    shows('entities-hex', '', f'<p>{LABEL}' + ''.join(f'&#x{ord(c):X};' for c in CODE) + '</p>'),
    shows('thin', 'thin spaces between the groups', f'<p>{LABEL}aB3d&thinsp;E5fG&ensp;7hJ9</p>'),
    shows('hidden-inside', 'hidden letters within', f'<p>{LABEL}aB3d<span style="display:none">ZZ</span>E5fG7hJ9</p>'),
    shows('hidden-tiny-inside', '', f'<p>{LABEL}aB3dE5<span style="font-size:0">-</span>fG7hJ9</p>'),
    shows('nested-bold', '', f'<div>Votre <b>code</b> <strong><em>provisoire</em></strong>&nbsp;:<span> <u>aB3<i>dE5</i>fG</u>7hJ9</span></div>'),
    shows('font-mixed', '', f'<font size="2">Votre code provisoire</font><font size="5" color="#c00">&nbsp;{CODE}</font>'),
    shows('rows', 'a row between', f'<table><tr><td>Votre code provisoire</td></tr><tr><td height="10">&nbsp;</td></tr><tr><td>{CODE}</td></tr></table>'),
    shows('cells-colon', 'the colon in a cell of its own', f'<table><tr><td>Code provisoire</td><td>:</td><td>{CODE}</td></tr></table>'),
    shows('cells-spacer', 'an empty cell and a spacer', f'<table><tr><td>Code provisoire</td><td>&nbsp;</td><td><img src="s.gif" alt=""></td><td>{CODE}</td></tr></table>'),
    shows('cells-groups', 'three cells', f'<table><tr><td>Code provisoire :</td></tr></table><table><tr><td>aB3d</td><td>E5fG</td><td>7hJ9</td></tr></table>'),
    shows('divs', 'blocks', f'<div><div>Votre code provisoire</div><div><div>{CODE}</div></div></div>'),
    shows('letters-block', 'inline blocks', f'<p>{LABEL}</p><div>' + ''.join(f'<div style="display:inline-block;width:20px">{c}</div>' for c in CODE) + '</div>'),
    shows('heading', '', f'<h2>Votre code provisoire</h2><h1>{CODE}</h1>'),
    shows('breaks', '', f'<p>{LABEL}<br><br><br>{CODE}</p>'),
    shows('code-element', '', f'<p>{LABEL}</p><pre><code>\n   {CODE}\n</code></pre>'),
    shows('button', '', f'<p>{LABEL}</p><p><button>{CODE}</button></p>'),
    shows('fieldset', '', f'<fieldset><legend>Votre code provisoire</legend>{CODE}</fieldset>'),
    shows('newlines', 'source lines within the label', f'<p>Votre\n   code\n   provisoire\n :\n <b>\n{CODE}\n</b></p>'),
    shows('upper-tags', '', f'<P>Votre code provisoire : <B>{CODE}</B></P>'),
    shows('xhtml', '', f'<p>Votre code provisoire :<br/><span class="c">{CODE}</span><br/></p>'),
    shows('bad-nesting', '', f'<p><b>Votre code <i>provisoire</b> :</i> <b>{CODE}</p></b>'),
    shows('logo-alt', 'pictures with a year', f'<img src="l.png" alt="Logo Ameli 2022">{SHOWN}<img src="https://s.info.ameli.fr/o/{FALSE}" alt="">'),
    shows('link-text', 'a tracking link as text', f'{SHOWN}<p><a href="#">https://statsndm.info.ameli.fr/m/{FALSE}</a></p>'),
    shows('link-code', 'the code in the link too', f'<p>{LABEL}<a href="https://www.monespacesante.fr/?c={FALSE}">{CODE}</a></p>'),
    shows('colour-text', '', f'<p id="{FALSE}" class="{FALSE}" style="color:#0c419aff">{LABEL}{CODE}</p>'),
]


def raw_part(kind, head, body):
    return f'Content-Type: text/{kind}; {head}\n\n'.encode() + body


QP = 'charset=utf-8\nContent-Transfer-Encoding: quoted-printable'
INTRO = 'Votre espace santé va être ouvert dans six semaines, sauf opposition de votre part.\n\n'


def encoded(name, why, content, code=CODE):
    return notice(f'dressed-{name}', why, content, code)


ENCODED = [
    encoded('qp-tag', 'a soft break within a tag and the code', raw_part('html', QP, page(
        f'<p class=3D"x" style=3D"color:#3=\n33">Votre code=20provi=\nsoire&nbsp;: <b>aB3=\ndE5fG=\n7hJ9</b></p>').encode())),
    encoded('qp-lower', 'small hexadecimal digits', raw_part('plain', QP, b'Votre espace sant=c3=a9 va =c3=aatre '
            b'ouvert dans six semaines, =\nsauf opposition.\n\nVotre code provisoire=c2=a0: aB3dE5=\nfG7hJ9\n')),
    encoded('qp-letters', 'letters of the code encoded', raw_part('plain', QP, b'Votre espace sant=C3=A9 va =C3=AAtre '
            b'ouvert dans six semaines, sauf opposition.\n\nVotre code provisoire : =61=42=33dE5fG7hJ9\n')),
    encoded('delsp', 'the code itself flows', raw_part('plain', 'charset=utf-8; format=flowed; delsp=yes\nContent-Transfer-Encoding: 8bit',
            (INTRO + 'Votre code provisoire : aB3dE5 \nfG7hJ9\n').encode())),
    encoded('delsp-space', 'the blank that stays', raw_part('plain', 'charset=utf-8; DelSp=Yes; format=Flowed\nContent-Transfer-Encoding: 8bit',
            (INTRO + f'Votre code  \nprovisoire :  \n{CODE}\n').encode())),
    encoded('flowed-stuffed', 'a stuffed line', raw_part('plain', 'charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit',
            (INTRO + f'Votre code provisoire : \n {CODE}\n').encode())),
    encoded('utf-16', 'with its mark', part(INTRO + LABEL + CODE, charset='utf-16', cte='base64')),
    encoded('utf-16le', '', part(INTRO + LABEL + CODE, charset='utf-16le', cte='base64')),
    encoded('utf-16-html', '', part(page(SHOWN), 'html', charset='utf-16be', cte='base64')),
    encoded('bom', 'a mark in UTF-8', part('\ufeff' + INTRO + LABEL + CODE, cte='base64')),
    encoded('latin-1-html', '', part(page('<p>Votre code confidentiel (à conserver) : ' + CODE + '</p>'), 'html', charset='iso-8859-1')),
    encoded('meta-lies', 'the page names another charset', part('<meta charset="iso-8859-1">' + page(SHOWN + '<p>é</p>'), 'html')),
    encoded('windows-called-latin', 'windows-1252 called ISO 8859-1', raw_part('plain', 'charset=iso-8859-1\nContent-Transfer-Encoding: 8bit',
            (INTRO + 'Votre code d’activation – à conserver : ' + CODE).encode('cp1252'))),
    encoded('ascii-lies', 'UTF-8 called ASCII', raw_part('plain', 'charset=us-ascii\nContent-Transfer-Encoding: 8bit', (INTRO + LABEL + CODE).encode())),
    encoded('charset-unknown', '', raw_part('plain', 'charset=x-inconnu\nContent-Transfer-Encoding: 8bit', (INTRO + LABEL + CODE).encode())),
    encoded('nfd-html', '', part(nfd(page('<p>Code d&eacute;livré : <b>' + CODE + '</b>, votre code provisoire</p>')), 'html')),
    encoded('base64-line', 'one long line', raw_part('plain', 'charset=utf-8\nContent-Transfer-Encoding: base64',
            part(INTRO + LABEL + CODE, cte='base64').split(b'\n\n', 1)[1].replace(b'\n', b'') + b'\n')),
    plain('dressed-spaces', 'figure, thin and ideographic spaces', 'Votre\u2007code\u2009provisoire\u3000:\u2002' + CODE, CODE),
    plain('dressed-directions', 'marks of direction', f'Votre code provisoire :\u200e \u202a{CODE}\u202c', CODE),
    plain('dressed-joiner', 'zero-width characters in the label', 'Votre co\u2060de provi\u200bsoire : aB3d\u200dE5fG7hJ9', CODE),
]

TEXT = BEFORE + LABEL + CODE + AFTER
PAGE = part(page(SHOWN), 'html')
PDF = b'Content-Type: application/pdf; name=n.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n'
PICTURE = b'Content-Type: image/png\nContent-ID: <l@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n'


def parts(name, why, content, reason=None, code=CODE):
    return notice(f'dressed-parts-{name}', why, content, code, reason=reason)


PARTS = [
    parts('deep', 'mixed, related, alternative', multipart('mixed', multipart('related', multipart(
        'alternative', part(TEXT), PAGE, boundary='c'), PICTURE, boundary='b'), PDF, boundary='a')),
    parts('inverse', 'alternative holds related', multipart('alternative', part(TEXT), multipart(
        'related', PAGE, PICTURE, boundary='b'), boundary='a')),
    parts('mixed-inside', 'alternative holds mixed', multipart('alternative', part(TEXT), multipart(
        'mixed', PAGE, PDF, boundary='b'), boundary='a')),
    parts('empty-plain', '', multipart('alternative', part(''), PAGE)),
    parts('blank-plain', '', multipart('alternative', part(' \n\xa0\n'), PAGE)),
    parts('no-html', 'what old mailers are told', multipart('alternative', part('Votre messagerie ne lit pas le HTML.'), PAGE), 'something else'),
    parts('online', 'a link to the page', multipart('alternative', part(
        'Si ce message ne s’affiche pas : https://statsndm.info.ameli.fr/v/Zz9Yy8Xx7Ww6'), PAGE), 'something else'),
    parts('codes-differ', 'the plain text has another code', multipart('alternative', part(TEXT.replace(CODE, FALSE)), PAGE), 'something else'),
    parts('code-plain-hidden', 'the HTML hides its own', multipart('alternative', part(TEXT), part(page(
        f'<p style="display:none">{LABEL}{FALSE}</p><p>{LABEL}{CODE}</p>'), 'html')), 'hid'),
    parts('html-empty', 'an HTML without words', multipart('alternative', part(TEXT), part('<html><body><p>&nbsp;</p></body></html>', 'html'))),
    parts('html-hidden-all', 'an HTML all hidden', multipart('alternative', part(TEXT), part(
        f'<html><body><div style="display:none">{LABEL}{FALSE}</div></body></html>', 'html'))),
    parts('html-first', 'the wrong order', multipart('alternative', PAGE, part(TEXT))),
    parts('same-grouped', 'grouped in one of them', multipart('alternative', part(TEXT.replace(CODE, 'aB3d E5fG 7hJ9')), PAGE)),
    parts('two-html', 'a letter in two HTML parts', multipart('mixed', part(page('<p>Votre code provisoire :</p>'), 'html'),
                                                            part(f'<p>{CODE}</p>', 'html'))),
    parts('calendar', 'a calendar beside', multipart('alternative', part(TEXT), PAGE, part(
        f'BEGIN:VCALENDAR\nDESCRIPTION:Code provisoire : {FALSE}\nEND:VCALENDAR', 'calendar'))),
    parts('no-boundary-end', 'cut off', multipart('alternative', part(TEXT), PAGE).rsplit(b'--=_limite--', 1)[0]),
]

MAILS = HIDDEN + SHOWING + SPLIT + ENCODED + PARTS
