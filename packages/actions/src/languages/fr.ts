// French: what the actions are called, how they are said, and the prompts they become.
import type { LanguageActions } from '../action.ts';

export const FRENCH: LanguageActions = {
  slash: ['barre oblique', 'slash'],
  notes: 'notes',
  role: 'rôle',
  flush: 'en attente',
  session: 'session',
  note: 'prends une note',
  actions: {
    search: {
      label: 'chercher dans ce projet',
      said: ['cherche', 'recherche'],
      prompts: [
        'Cherche {args} dans ce projet. Indique chaque endroit avec son fichier et sa ligne, et dis en quelques mots à quoi il sert. Ne modifie rien.\n\n{selection?}',
        'Cherche dans ce projet ce qui suit. Indique chaque endroit avec son fichier et sa ligne, et dis en quelques mots à quoi il sert. Ne modifie rien.\n\n{selection}',
      ],
    },
    define: {
      label: 'ce que cela veut dire ici',
      said: ['définis'],
      prompts: [
        'Que veut dire {args} dans ce projet ? Dis en quelques phrases où c’est défini et où c’est utilisé. Ne modifie rien.\n\n{selection?}',
        'Que veut dire ceci dans ce projet ? Dis en quelques phrases où c’est défini et où c’est utilisé. Ne modifie rien.\n\n{selection}',
      ],
    },
    explain: {
      label: 'expliquer',
      said: ['explique'],
      prompts: [
        'Explique {args} : ce que cela fait, pourquoi, et ce qu’il faut savoir avant d’y toucher. Ne modifie rien.\n\n{selection?}',
        'Explique ceci : ce que cela fait, pourquoi, et ce qu’il faut savoir avant d’y toucher. Ne modifie rien.\n\n{selection}',
      ],
    },
    refactor: {
      label: 'un meilleur code, le même comportement',
      said: ['remanie'],
      prompts: [
        'Remanie {args}. Le comportement reste le même : lance les tests avant et après, et dis-moi ce que tu as changé et pourquoi.\n\n{selection?}',
        'Remanie ceci. Le comportement reste le même : lance les tests avant et après, et dis-moi ce que tu as changé et pourquoi.\n\n{selection}',
      ],
    },
    test: {
      label: 'lancer les tests du projet',
      said: ['teste', 'lance les tests'],
      prompts: [
        'Lance `{toolchain.test}` et dis-moi ce qui échoue et pourquoi. {args?}\n\n{selection?}',
        'Trouve comment ce projet est testé, lance ses tests, et dis-moi ce qui échoue et pourquoi. {args?}\n\n{selection?}',
      ],
    },
    build: {
      label: 'construire le projet',
      said: ['construire'],
      prompts: [
        'Lance `{toolchain.build}` et dis-moi ce qui ne va pas et pourquoi. {args?}\n\n{selection?}',
        'Trouve comment ce projet est construit, construis-le, et dis-moi ce qui ne va pas et pourquoi. {args?}\n\n{selection?}',
      ],
    },
    docs: {
      label: 'mettre la documentation à jour',
      said: ['documentation'],
      prompts: [
        'Écris ou corrige la documentation de {args}, dans le style de celle qui existe. Ne dis que ce que fait le code.\n\n{selection?}',
        'Écris ou corrige la documentation de ceci, dans le style de celle qui existe. Ne dis que ce que fait le code.\n\n{selection}',
        'Corrige la documentation là où les changements depuis le dernier commit l’ont rendue fausse. Ne dis que ce que fait le code.',
      ],
    },
    summarize: {
      label: 'l’essentiel',
      said: ['résume'],
      prompts: [
        'Résume {args} en dix lignes au plus. Ne modifie rien.\n\n{selection?}',
        'Résume ceci en dix lignes au plus. Ne modifie rien.\n\n{selection}',
        'Résume en dix lignes au plus ce qui a été fait dans cette conversation et ce qui reste à faire. Ne modifie rien.',
      ],
    },
    commit: {
      label: 'valider ce qui a changé',
      said: ['valide les changements'],
      prompts: [
        'Regarde les changements qui ne sont pas encore validés. Laisse de côté ce qui ne va pas ensemble ou n’était pas destiné à rester, et fais un commit du reste avec un message dans le style de ce dépôt. {args?}\n\n{selection?}',
      ],
    },
  },
};
