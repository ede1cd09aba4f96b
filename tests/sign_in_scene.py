"""A production application whose pages of signing in are tested."""

import re

from fakes.repository import MemoryRepository
from identity_fake import MemoryIdentityStore, MovedClock, make_identity

from matcher.bootstrap import build
from web import create_app

PASSWORD = "correct horse battery"
HTTPS = "https://localhost"
COOKIE = "__Host-entry"


class SignInScene:
    """A production application with one officer and one jobseeker, and what a test needs of it."""

    def __init__(self):
        self.clock = MovedClock()
        self.identity = make_identity(MemoryIdentityStore(), self.clock)
        self.officer = self.identity.create_user("aigul", "staff", password=PASSWORD, centre_id="saran")
        self.seeker = self.identity.create_user("js-1", "jobseeker", centre_id="saran", belongs_to="JS-1")
        self.app = create_app(build(), production=True, identity=self.identity, repository=MemoryRepository())
        self.client = self.app.test_client()

    def get(self, address, client=None):
        return (client or self.client).get(address, base_url=HTTPS)

    def post(self, address, client=None, token=None, **fields):
        client = client or self.client
        if token is None:
            shown = self.get("/en/sign-in", client).get_data(as_text=True)
            token = re.search(r'name="csrf_token" value="([^"]+)"', shown)[1]
        return client.post(
            address,
            base_url=HTTPS,
            data={**fields, "csrf_token": token},
            headers={"Referer": f"{HTTPS}/en/sign-in"},
        )

    def sign_in(self, password=PASSWORD, address="/en/sign-in", **kept):
        return self.post(address, login="aigul", password=password, **kept)

    def copied(self):
        """Another browser with the same cookie."""
        thief = self.app.test_client()
        thief.set_cookie(COOKIE, self.client.get_cookie(COOKIE, domain="localhost").value, domain="localhost")
        return thief


def is_inside(container, client=None):
    return container.get("/en/account", client).status_code == 200
