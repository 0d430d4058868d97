from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

PAGE = """<meta charset="utf-8"><button onclick="document.title = '已支付'">支付</button>"""


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_browser_opens_a_page_of_this_machine_and_presses_its_button(browser: Chrome) -> None:
    # Chromium opens connections ahead of need; a server of one thread would wait on an idle one.
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            browser.get(f"http://127.0.0.1:{server.server_port}/")
            browser.find_element(By.TAG_NAME, "button").click()
            assert browser.title == "已支付"
        finally:
            server.shutdown()
            thread.join()
