"""Chromium without a window, and without a network: all it asks for goes to a proxy of ours, which
serves the page and writes down the rest."""
import http.server
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading

HOST = 'page.test'
# What Chromium asks for on its own account, whatever it shows.
OWN = re.compile(r'(google|googleapis|gvt1|gstatic)\.com')


class Proxy:
    def __init__(self):
        self.pages = {}
        self.asked = []
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = proxy.pages.get(self.path)
                if not OWN.search(self.path):
                    proxy.asked.append(self.path)
                self.send_response(200 if page else 404)
                self.send_header('Content-Type', 'text/html')
                self.end_headers()
                self.wfile.write(page or b'')

            def do_CONNECT(self):
                if not OWN.search(self.path):
                    proxy.asked.append(self.path)
                self.send_error(403)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Browser:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='vigie-browser-'))
        self.proxy = Proxy()

    def stop(self):
        self.proxy.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, page, *options, width=1280, height=900, dark=False, copy=None):
        url = f'http://{HOST}/'
        self.proxy.pages = {url: page, f'{url}copy': copy}
        return subprocess.run(
            ['/usr/bin/chromium', '--headless=new', '--no-sandbox', '--disable-gpu',
             '--hide-scrollbars', '--disable-background-networking', '--disable-component-update',
             '--no-first-run', f'--user-data-dir={self.folder}/profile',
             f'--proxy-server=127.0.0.1:{self.proxy.server.server_port}',
             f'--window-size={width},{height}',
             f'--blink-settings=preferredColorScheme={0 if dark else 1}', *options, url],
            capture_output=True, text=True, timeout=60, check=True, env={
                'HOME': str(self.folder), 'PATH': '/usr/bin:/bin', 'LANG': 'C.UTF-8'}).stdout

    def shot(self, page, **options):
        """A picture: its path."""
        path = self.folder / 'shot.png'
        path.unlink(missing_ok=True)
        self._run(page, f'--screenshot={path}', **options)
        return path

    def pdf(self, page):
        path = self.folder / 'page.pdf'
        self._run(page, f'--print-to-pdf={path}')
        return path.read_bytes()

    def measure(self, page, expression, width):
        """What `expression` (JavaScript) says of a copy of the page that lets it run, in a frame of
        that width: Chromium's own windows are never as narrow as a phone where no picture is taken.
        """
        copy = re.sub(rb'<meta http-equiv="Content-Security-Policy"[^>]*>', b'', page)
        script = f'<script>top.document.title = "measured:" + ({expression})</script></body>'
        frame = (f'<!DOCTYPE html><title></title><iframe src="/copy" width="{width}" height="800" '
                 'style="border: 0"></iframe>')
        dom = self._run(frame.encode(), '--dump-dom', width=1400,
                        copy=copy.replace(b'</body>', script.encode()))
        return re.search(r'<title>measured:(.*?)</title>', dom).group(1)


def brightness(path):
    """Mean grey of a picture, 0 to 1, and how many colours it has."""
    said = subprocess.run(['/usr/bin/convert', str(path), '-format', '%[fx:mean] %k', 'info:'],
                          capture_output=True, text=True, check=True).stdout.split()
    return float(said[0]), int(said[1])
