"""Residue of articles in German, French, Spanish, Italian, Portuguese, Dutch and Swedish, from the bytes on.

The rules' own examples stand in English prose; here they stand in an article of their language, which has to be told.
"""

from __future__ import annotations

import pytest

from cleaner import pipeline

# Two paragraphs of prose, lines that must go, and look-alikes that must stay.
ARTICLES: dict[str, tuple[tuple[str, str], tuple[str, ...], tuple[str, ...]]] = {
    "de": (
        (
            "Die Fähre verließ den Kai um neun Uhr, und niemand dort dachte, dass sie sich verspäten würde.",
            "Als die Lampen brannten, standen die Reisenden an der Reling und zählten die Häuser am Ufer.",
        ),
        (
            "ANZEIGE",
            "Foto: Erika Beispiel/dpa",
            "Lesen Sie auch: Der Hafen verliert seine letzte Fähre",
            "Artikel teilen",
            "Kommentare (12)",
            "[Wenn Sie Nachrichten aufs Handy wollen, empfehlen wir Ihnen unsere App, die es hier gibt.]",
            "Bereits Abonnent? Einloggen",
            "Impressum | Datenschutz",
            "Zur Startseite",
            "Schlagworte: Hafen, Fähre",
        ),
        ("Anzeige gegen Unbekannt", "Teilen will er nicht.", "Mehr als drei Viertel", "Foto und Film im Wandel"),
    ),
    "fr": (
        (
            "Le bac a quitté le quai à neuf heures du matin, et personne ne pensait qu’il serait en retard.",
            "Quand les lampes furent allumées, les passagers comptaient les maisons sur la rive d’en face.",
        ),
        (
            "La suite après cette publicité",
            "Crédit photo : Jeanne Exemple",
            "Lire aussi : Le port perd son dernier bac",
            "Inscrivez-vous à notre newsletter",
            "Partager sur Facebook",
            "Laisser un commentaire",
            "Mentions légales",
            "Il vous reste 40 % de cet article à lire. La suite est réservée aux abonnés.",
            "Mots-clés : port, bac",
        ),
        ("Photo de famille", "Lire, c'est voyager.", "Partager un repas", "Publicité mensongère"),
    ),
    "es": (
        (
            "El transbordador salió del muelle a las nueve de la mañana, y nadie pensó que iba a llegar tarde.",
            "Cuando se encendieron las lámparas, los pasajeros contaban las casas de la otra orilla del río.",
        ),
        (
            "PUBLICIDAD",
            "Foto: Juana Ejemplo / EFE",
            "Lea también: El puerto pierde su última barca",
            "Compartir en Facebook",
            "Suscríbete a nuestro boletín",
            "Deja un comentario",
            "Todos los derechos reservados",
            "Etiquetas: puerto, barca",
        ),
        ("Lo más difícil", "Fotos de la infancia", "Compartir mesa con el alcalde", "Anuncio del alcalde"),
    ),
    "it": (
        (
            "Il traghetto ha lasciato il molo alle nove del mattino, e nessuno pensava che sarebbe stato in ritardo.",
            "Quando le lampade furono accese, i passeggeri contavano le case che si vedevano sulla riva di fronte.",
        ),
        (
            "Continua dopo la pubblicità",
            "Foto di Giovanna Esempio/LaPresse",
            "Leggi anche: Il porto perde l'ultima barca",
            "Iscriviti alla newsletter",
            "Condividi su Facebook",
            "Lascia un commento",
            "© RIPRODUZIONE RISERVATA",
        ),
        ("Foto di famiglia", "I più poveri", "Leggi razziali", "Annuncio del sindaco"),
    ),
    "pt": (
        (
            "A balsa deixou o cais às nove da manhã, e ninguém pensou que ela não chegaria na hora à cidade.",
            "Quando as lâmpadas foram acesas, os passageiros contavam as casas da outra margem do rio.",
        ),
        (
            "Continua após a publicidade",
            "Foto: Joana Exemplo/Divulgação",
            "Leia também: O porto perde o último barco",
            "Assine nossa newsletter",
            "Compartilhar no WhatsApp",
            "Deixe um comentário",
            "Conteúdo exclusivo para assinantes",
        ),
        ("Fotos de infância", "Veja bem", "Mais pobres", "Anúncio do presidente"),
    ),
    "nl": (
        (
            "De veerboot verliet om negen uur de kade, en niemand dacht dat het schip die dag te laat zou zijn.",
            "Toen de lampen werden aangestoken, telden de reizigers aan de reling de huizen aan de overkant.",
        ),
        (
            "Lees verder onder de advertentie",
            "Beeld: Johanna Voorbeeld/ANP",
            "Lees ook: De haven verliest zijn veerboot",
            "Schrijf je in voor onze nieuwsbrief",
            "Deel op Facebook",
            "Plaats een reactie",
            "Alle rechten voorbehouden",
        ),
        ("Foto's uit de oude doos", "Delen van de stad staan blank.", "Reclame voor de haven"),
    ),
    "sv": (
        (
            "Färjan lämnade kajen klockan nio på morgonen, och ingen där trodde att den skulle komma för sent.",
            "När lamporna var tända stod resenärerna vid relingen och räknade husen på den andra sidan.",
        ),
        (
            "Artikeln fortsätter under annonsen",
            "Foto: Johanna Exempel/TT",
            "Läs också: Hamnen mister sin sista färja",
            "Prenumerera på vårt nyhetsbrev",
            "Dela på Facebook",
            "Lämna en kommentar",
            "Redan prenumerant? Logga in",
        ),
        ("Bilder från förr", "Dela brödet.", "Reklam för hamnen"),
    ),
}


def _cleaned(language: str, extra: tuple[str, ...]) -> pipeline.Cleaned:
    before, after = ARTICLES[language][0]
    text = "\n\n".join((before, after, *extra, after, before))
    return pipeline.clean(text, media_type="text/plain")


@pytest.mark.parametrize("language", ARTICLES)
def test_the_language_is_told(language: str) -> None:
    assert _cleaned(language, ARTICLES[language][1]).article.language == language


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language, (_, lines, _) in ARTICLES.items() for line in lines]
)
def test_residue_goes(language: str, line: str) -> None:
    result = _cleaned(language, (line,))
    assert [removal.line for removal in result.removals] == [5]
    assert line not in result.text


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language, (_, _, lines) in ARTICLES.items() for line in lines]
)
def test_look_alikes_stay(language: str, line: str) -> None:
    result = _cleaned(language, (line,))
    assert result.removals == ()
    assert line in result.text


@pytest.mark.parametrize("language", ARTICLES)
def test_prose_loses_nothing(language: str) -> None:
    assert _cleaned(language, ()).removals == ()
