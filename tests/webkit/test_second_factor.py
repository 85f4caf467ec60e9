"""One-time codes as the RFC has them; a code opens once; the key lies nowhere."""

from __future__ import annotations

import pytest

from ipops.kernel.outcome import Refused
from ipops.webkit.access import second_factor, totp
from ipops.webkit.access.second_factor import SecondFactor
from ipops.webkit.models import User

#: RFC 6238, appendix B (SHA-1, eight digits).
VECTORS = ((59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"), (2000000000, "69279037"), (20000000000, "65353130"))  # fmt: skip
KEY = b"12345678901234567890"
NOW = 1_800_000_000.0


@pytest.mark.parametrize(("at", "says"), VECTORS)
def test_codes_are_those_of_the_rfc(at: int, says: str) -> None:
    assert totp.code(KEY, at // totp.STEP, digits=8) == says


class TestMatching:
    def test_takes_the_half_minute_before_and_after_and_no_other(self) -> None:
        here = int(NOW) // totp.STEP
        for off, fits in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
            assert (totp.matching_step(KEY, totp.code(KEY, here + off), NOW) is not None) == fits

    def test_takes_no_code_twice(self) -> None:
        here = int(NOW) // totp.STEP
        assert totp.matching_step(KEY, totp.code(KEY, here), NOW, after=here) is None

    def test_reads_spaces_and_refuses_words(self) -> None:
        code = totp.code(KEY, int(NOW) // totp.STEP)
        assert totp.matching_step(KEY, f"{code[:3]} {code[3:]}", NOW) is not None
        for wrong in ("", "abcdef", "１２３４５６", "1234567"):
            assert totp.matching_step(KEY, wrong, NOW) is None

    def test_writes_the_key_as_authenticators_read_it(self) -> None:
        assert totp.written(KEY) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        assert totp.address(KEY, "li", "ipops").startswith("otpauth://totp/ipops%3Ali?secret=GEZDGNBVGY3TQOJQ")


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user(username="li", password="correct-horse-9")


def switched_on(person: User) -> tuple[bytes, tuple[str, ...]]:
    key = second_factor.begin(person)
    codes = second_factor.confirm(person, totp.code(key, int(NOW) // totp.STEP), now=NOW)
    assert not isinstance(codes, Refused)
    return key, codes


@pytest.mark.db
@pytest.mark.django_db
class TestTheFactor:
    def test_is_on_only_after_a_right_code(self, person: User) -> None:
        second_factor.begin(person)
        assert isinstance(second_factor.confirm(person, "000000x", now=NOW), Refused)
        assert not second_factor.has_factor(person)
        switched_on(person)
        assert second_factor.has_factor(person)

    def test_opens_once_for_each_code(self, person: User) -> None:
        key, _ = switched_on(person)
        later = NOW + 10 * totp.STEP
        code = totp.code(key, int(later) // totp.STEP)
        assert second_factor.check(person, code, now=later)
        assert not second_factor.check(person, code, now=later)

    def test_opens_by_a_recovery_code_once(self, person: User) -> None:
        _, codes = switched_on(person)
        assert len(codes) == len(set(codes)) == second_factor.RECOVERY
        assert second_factor.check(person, codes[0].upper(), now=NOW)
        assert not second_factor.check(person, codes[0], now=NOW)
        assert second_factor.recovery_left(person) == second_factor.RECOVERY - 1

    def test_stores_neither_the_key_nor_the_codes(self, person: User) -> None:
        key, codes = switched_on(person)
        stored = repr(SecondFactor.objects.values().get())
        assert key.hex() not in stored
        assert totp.written(key).replace(" ", "") not in stored
        assert not any(c in stored for c in codes)

    def test_hangs_on_the_secret_key_of_the_home(self, person: User, settings: object) -> None:
        key, _ = switched_on(person)
        settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
        assert second_factor.key_of(SecondFactor.objects.get()) != key

    def test_is_never_begun_anew_while_it_is_on(self, person: User) -> None:
        key, _ = switched_on(person)
        assert second_factor.begin(person) == key
        assert isinstance(second_factor.confirm(person, "123456", now=NOW), Refused)
