"""The order of the index in each of the fourteen languages, and the letters that stand over its groups."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from bindery.compose.index import Collation, collation
from bindery.errors import Findings
from bindery.model import Language, Project
from bindery.project.load import load_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(ROOT, Findings(ROOT))


#: language -> letter: words (numbers have none), in the order in which its readers look for them.
ORDER = {
    "en": ": 3D map · A: abuse, access to services, accessibility, attack · C: case plan, caseworker, co-operation, coat · S: Sphere, staff",
    # Accents decide between equals alone; œ is oe; an apostrophe parts nothing.
    "fr": "C: cote, coté, côte, côté, coton · E: école · O: œuvre, offre",
    # Since 1994 ch and ll are two letters; ñ is one, after n.
    "es": "C: canto, chico, cinta · L: lazo, llama, luz · N: nota, nube · Ñ: ñame · O: óxido",
    # The article does not count; hamza sits on its letter; ة is a ت, and vowel signs are no letters.
    "ar": "ا: الإساءة, أسرة, إطفاء · ب: بنت, بَيْت · ت: التأهّب, تقييم · ك: كتاب, كتابة, كتب · م: مسؤول, المشرف · ي: يتيم",
    "zh": "A: 安全计划 · B: 保护, 保密 · E: 儿童 · S: 社区, Sphere · Z: 照料者, 转介",
    "id": "A: advokasi, anak · N: nyata · P: pelaku, pengasuh",
    # آ after ا, the breathed letters letters of their own, ہ and ھ before ی, ے last.
    "ur": "ا: اغوا, انسان, ایڈووکیسی · آ: آبادی · ب: بچہ, بدسلوکی, بیماری, بے دخلی · بھ: بھرتی · پ: پانی · ج: جائزہ, جبر · ک: کیس · کھ: کھیل",
    "tr": "C: cami · Ç: çocuk · D: dağ, dal · G: gün · I: ılık, ısı · İ: içme, İzleme · O: okul, ordu · Ö: ölüm · S: sığınak, silah · Ş: şehir · U: uyum · Ü: ülke · Z: zarar",
    "sr": "Г: град · Д: дете · Ђ: ђак · Е: ера · Ж: живот · Ј: језик · К: књига · Л: лист · Љ: љубав · Н: нада · Њ: њива · Т: тим · Ћ: ћутање · У: услов · Ч: час · Џ: џеп · Ш: школа",
    "sr-Latn": "C: cilj · Č: čas · Ć: ćutanje · D: dete · DŽ: džep · Đ: đak · G: grad · L: list · LJ: ljubav · N: nada · NJ: njiva · S: slučaj · Š: škola · Z: zaštita · Ž: život",
    # Tense consonants stand with the plain ones; the parts of a syllable count in their order.
    "ko": "ㄱ: 가족, 강압, 기준, 까치 · ㄴ: 납치 · ㄷ: 대비, 동의, 또래 · ㅅ: 사례, 생존자, 쌍둥이 · ㅇ: 아동, 안전, 의뢰 · ㅎ: 학대, 핵심 · W: WHO",
    # ё is e; й is a letter.
    "ru": "Е: еда, ёлка, ель · И: игра · Й: йод · Р: ребёнок, риск · Ш: школа · Э: этап · W: WHO",
    # Nasal signs before consonants, vowel signs after them, conjuncts last.
    "ne": "अ: अँध्यारो, अनुगमन, अपहरण · आ: आचारसंहिता · क: कंकड, कम, काम, किशोर, क्षति · ब: बाल, बिछोड · स: संरक्षण, समन्वय, सुरक्षा, स्वास्थ्य · S: Sphere",
    "prs": "آ: آسیب · ا: اجبار, ارزیابی · ت: تاب‌آوری, تخطی · ک: کار · گ: گروه · م: مسئول, معیار · و: وقت · ه: هماهنگی · ی: یادداشت",
    # د, “of”, does not count; ځ after ج, څ after چ; the five forms of ye are one letter.
    "ps": "ت: تعقیب · ټ: ټولنه · ج: جبر · ځ: ځوان · چ: چلند · څ: څارنه · د: دفتر · ډ: ډله · ر: راپور · ړ: ړومبی · ژ: ژغورنه · ږ: ږیره · ش: شاخص · ښ: ښوونه · ک: کړنه · ګ: ګټه · م: د ماشوم ګټې, ماشومان, د معلوماتو مدیریت · ی: یادښت",
}


@pytest.mark.parametrize("language", ORDER)
def test_entries_stand_where_readers_look(project: Project, language: str) -> None:
    order = collation(project.languages[language])
    groups = [(letter, words.split(", ")) for letter, words in (group.split(": ") for group in ORDER[language].split(" · "))]
    shuffled = [word for _, words in groups for word in words]
    random.Random(0).shuffle(shuffled)
    found = sorted(shuffled, key=order.key)
    assert [(letter, list(words)) for letter, words in groupby(found, order.letter)] == groups


def test_every_language_is_tried(project: Project) -> None:
    assert set(ORDER) == set(project.languages)


def test_the_alphabet_is_whole(project: Project) -> None:
    """Each letter of the alphabet stands under itself, in its place."""
    for language in project.languages.values():
        order = collation(language)
        for letter in order.alphabet:
            assert order.letter(letter * 2) == language.upper(letter), f"{language.id} {letter}"
        assert sorted(order.alphabet, key=order.key) == list(order.alphabet)


def test_letters_of_several_characters(project: Project) -> None:
    latin = replace(project.languages["sr"], script="Latn", native="Srpski", collation={"alphabet": "d dž đ l lj m n nj o"})
    order: Collation = collation(latin)
    assert sorted(["njok", "nož", "ljom", "lom", "mol", "đon", "džod", "dom"], key=order.key) == [
        "dom", "džod", "đon", "lom", "ljom", "mol", "nož", "njok"]
    assert order.letter("njok") == "NJ"


def test_without_settings_letters_stand_by_code_point(project: Project) -> None:
    plain: Language = replace(project.languages["en"], collation={})
    assert sorted(["zebra", "Émile", "email", "(elbow)"], key=collation(plain).key) == ["(elbow)", "email", "Émile", "zebra"]
