/** What instruments and people call a run, as alternatives of a regular expression that ignores capitals. */
export const RUN_WORDS =
  "run|lauf|messung|durchgang|versuch|essai|mesure|ensayo|ensaio|corrida|serie|prova|misura|trial|meting|próba|pomiar|опыт";
