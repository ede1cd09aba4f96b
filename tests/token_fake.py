"""Tokens in memory, for tests; hold to the same contract as the databases."""

from matcher.core.records.identity import ApiRules
from matcher.services.api_tokens import ApiTokens


class MemoryTokenStore:
    def __init__(self, people):
        self._people, self._tokens, self._counts = people, {}, {}

    def add_token(self, token):
        self._tokens[token.token_hash] = token

    def tokens(self, user_id):
        found = [token for token in self._tokens.values() if token.user_id == user_id]
        return sorted(found, key=lambda token: (token.created_at, token.token_hash))

    def revoke_tokens(self, user_id, name):
        ended = [token for token in self.tokens(user_id) if token.name == name]
        for token in ended:
            del self._tokens[token.token_hash]
        return len(ended)

    def use_token(self, token_hash, *, at, window):
        token = self._tokens.get(token_hash)
        if token is None or token.expires_at <= at or not self._people.user(token.user_id).is_enabled:
            return None
        former, n_requests = self._counts.get(token_hash, (window, 0))
        self._counts[token_hash] = (window, n_requests + 1 if former == window else 1)
        return token.user_id, self._counts[token_hash][1]


def make_tokens(people, clock, *, rules=None):
    return ApiTokens(MemoryTokenStore(people), people, clock, rules or ApiRules())
