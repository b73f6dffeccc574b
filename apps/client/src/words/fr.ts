// What a session says in French.
import type { SessionWords } from './session-words.ts';

export const FRENCH: SessionWords = {
  row: {
    wait: {
      'nothing-seen-yet': 'l’agent démarre',
      dialog: 'une question est ouverte',
      busy: 'l’agent est occupé',
      'screen-unknown': 'pas de zone de saisie visible',
      'screen-behind': 'l’écran bouge',
      'unfinished-input': 'votre saisie n’est pas finie',
      'person-typing': 'vous tapez',
      settling: 'un instant',
      'needs-bracketed-paste': 'plusieurs lignes seraient exécutées',
      'text-not-seen': 'le texte n’est pas dans la saisie',
    },
    noMicrophone: {
      'no-audio-system': 'pas de système audio',
      'no-device': 'pas de microphone',
      'no-permission': 'pas d’autorisation',
      'device-busy': 'microphone occupé',
      'device-lost': 'microphone perdu',
      failed: 'microphone en panne',
    },
    hostGone: 'le processus central a disparu : il redémarre',
    hostBack: 'le processus central écoute à nouveau : des mots peuvent manquer',
    rung: { structured: 'structuré', typing: 'saisi', plain: 'simple' },
    typesNow: (why) => `les prompts sont saisis pour l’instant : ${why}`,
    calls: (words) => (words === undefined ? 'vous appelle' : `vous appelle : ${words}`),
    recording: {
      on: (file) => `enregistré dans ${file}`,
      off: (file) => `l’enregistrement est terminé : ${file}`,
      ended: (why) => `l’enregistrement est terminé (${why}) : la session continue`,
    },
    commandFailed: (status) => `la commande a fini avec le code ${status}`,
    voiceStopped: 'la voix s’est arrêtée',
    voiceStartsAgain: (reason) =>
      `la voix s’est arrêtée (${reason ?? 'sans raison donnée'}) : elle redémarre`,
    listensElsewhere: (sessionId) => `${sessionId} écoute maintenant`,
    notTakenBack: (why) => `pas repris : ${why}`,
    notConfirmed: 'non confirmé : regardez la saisie',
    notTranscribed: (why) => `non transcrit (${why})`,
    otherVoice: 'pas ta voix',
    sound: {
      kept: 'vos paroles sont gardées en son dans le journal',
      'not-kept': 'vos paroles ne sont pas gardées : redites-les',
    },
    mode: {
      tap: '',
      hold: 'maintien',
      hybrid: '',
      auto: 'auto',
      continuous: 'dictée',
      wake: '',
    },
    keys: {
      talk: 'parler',
      stop: 'arrêter',
      keys: 'touches',
      whole: 'suite',
      'to-agent': 'à l’agent',
      send: 'envoyer',
      scratch: 'reprendre',
      auto: 'auto',
      drop: 'abandonner',
      hush: 'silence',
      row: 'ligne',
      commands: 'commandes',
      approve: 'oui',
      deny: 'non',
      choose: 'choisir',
      interrupt: 'interrompre',
    },
    approval: {
      asks: {
        command: 'veut exécuter',
        patch: 'veut modifier',
        permissions: 'veut des droits',
        question: 'demande',
      },
      risky: 'RISQUÉ',
      risk: {
        administrator: 'exige un administrateur',
        destructive: 'peut détruire quelque chose',
        network: 'utilise le réseau',
        outside: 'sort du dossier',
        permissions: 'veut plus de droits',
        unknown: 'peut faire n’importe quoi',
      },
      secondWord: (words) => `dites « ${words} » pour l’approuver`,
      unheard: 'pas encore redemandé',
      outcome: {
        approved: 'approuvé',
        denied: 'refusé',
        answered: 'répondu',
        lost: 'n’est plus demandé',
        unconfirmed: 'répondu, non confirmé',
      },
      by: {
        key: 'au clavier',
        voice: 'à la voix',
        'command-line': 'depuis la ligne de commande',
        dialog: 'dans le dialogue de l’agent',
        nobody: '',
      },
    },
    insideSession: (leader) =>
      `dans une autre session, qui a les touches : ici, ${leader} avant chacune`,
    viewing: (size, how) => `vue ${size} · ${how}`,
    onlyWatches: 'ce terminal regarde seulement',
    typesHere: (keys) => `${keys} pour taper ici`,
    role: {
      took: 'ce terminal tient maintenant la session',
      taken: 'un autre terminal a pris la session',
      returned: 'la session revient à ce terminal',
    },
  },
  answer: {
    refusal: {
      'nothing-to-send': 'rien de nous à envoyer : appuyez vous-même sur Entrée',
      'nothing-to-scratch': 'plus rien de nous à reprendre',
      'nothing-to-clear':
        'rien qui soit à nous seuls : ce que vous avez tapé, effacez-le vous-même',
      'answer-by-key': 'répondez au clavier : aucune parole ne le fait',
      'nothing-asked': 'rien n’est demandé en ce moment',
      'just-asked': 'c’est demandé à l’instant : regardez d’abord',
      'nothing-to-confirm': 'rien n’attend un second mot',
      'nothing-runs': 'l’agent ne fait rien à interrompre',
      'interrupt-by-own-key':
        'appuyez sur Esc, dans un shell Ctrl-C : sa propre touche interrompt cet agent',
      'no-scrolling-here': 'pas maintenant : utilisez vos propres touches',
      'duplicate-id': 'ce texte a déjà été pris',
      'queue-full': 'la file est pleine : attendez, ou retirez-en quelque chose',
      'waits-instead': 'cet agent est servi par son clavier : le message attend qu’il se repose',
      'no-such-prompt': 'ce texte n’attend plus',
      'being-typed': 'il est déjà dans la saisie : changez-le là',
      'being-submitted': 'il est déjà en route vers l’agent : plus rien à changer',
      empty: 'il faut un texte : retirez-le plutôt',
      'too-long': 'le texte est trop long : partagez-le',
    },
    watchesOnly: 'ce terminal regarde seulement : attach sans --view pour taper',
    anotherTypes: (keys) => `un autre terminal tape ici : ${keys} prend la main`,
    voiceOff: 'la voix est coupée : démarrez sans --no-voice',
    hostStarting: 'le processus central démarre : réessayez',
    keptForHost: 'le processus central démarre : ce sera dans la saisie dès qu’il sera là',
    nothingToDetach: 'rien à quitter : démarré avec --no-host',
    noPanels: 'les panneaux demandent un écran : codex-voice --help nomme les touches',
    noSuchKey: (keys) => `pas de telle touche ici : ${keys} les montre`,
    noReleases: (talk) =>
      `ici on ne sait pas quand une touche est lâchée : ${talk} commence, ${talk} arrête`,
    noComposer: 'pas de saisie visible en ce moment',
    emptyComposer: 'la saisie est vide',
    inComposer: (text) => `dans la saisie : ${text}`,
    terminalScrolls: 'ici c’est votre terminal qui défile, pas l’agent : prenez ses touches',
    inputUnfinished: 'votre saisie n’est pas finie : appuyez vous-même sur la touche',
    command: {
      runs: (name) => `/${name} s’exécute …`,
      notTrusted: (name) => `pas encore approuvé : codex-voice do ${name} demande`,
      origin: { person: 'le vôtre', project: 'ce projet' },
      needsWords: (name) => `/${name} attend des mots`,
      knowledge: {
        label: 'ce que disent vos notes',
        becomes: (words) => `ce que vos notes disent de plus sur ${words}, avec leurs fichiers`,
      },
      noNote: (words) => `aucune note ne contient ${words}`,
      role: {
        label: 'ce qu’un rôle dit à l’agent',
        becomes: (name) => `ce que le rôle ${name} dit à un agent avant tout le reste`,
      },
      note: {
        label: 'dans tes notes du jour',
        kept: (text) => `noté : ${text}`,
        unkept: (why) => `la note ne peut être gardée (${why}) : elle est dans la zone de saisie`,
      },
      debug: 'ce qui se passe ici : processus, durées, erreurs',
      replay: {
        label: 'enregistrements de cette session',
        none: 'pas d’enregistrement : codex-voice record le commence',
        how: (file) => `dans un autre terminal : codex-voice replay ${file}`,
      },
      flush: {
        label: 'demandes gardées',
        kept: (count) => `${count} gardées : /flush`,
        turnFailed: (why) => `le tour a échoué (${why}) : sa demande est gardée : /flush`,
        keptNow: (count) => `${count} gardées`,
        none: 'rien n’est gardé',
        how: 'send k1 ou all, drop k1 ou all, edit k1 TEXTE',
        sent: (names) => `${names} : dans cette session`,
        dropped: (names) => `abandonnées : ${names}`,
        edited: (names) => `modifiées : ${names}`,
        unreached: 'cette session finit avec son terminal : codex-voice flush envoie à d’autres',
        verbs: {
          send: 'envoie|envoyer',
          drop: 'abandonne|abandonner',
          edit: 'modifie|modifier',
          all: 'tout|toutes',
        },
      },
      session: {
        label: 'enregistrer cette session, ou voir ce qui l’est',
        none: 'rien n’est enregistré : /session save NOM',
        how: 'save NOM, list, load NOM, remove NOM',
        saved: (name) => `enregistrée sous ${name}`,
        replaced: (name) => `enregistrée sous ${name}, à la place de ce qui avait ce nom`,
        removed: (name) => `supprimée : ${name}`,
        load: (name) => `dans un terminal à elle : codex-voice session load ${name}`,
        unreached: 'une session lancée avec --no-host ne peut être enregistrée',
      },
    },
  },
  line: {
    mode: {
      tap: 'écoute sur demande',
      hold: 'écoute tant que la touche est tenue',
      hybrid: 'écoute sur demande, jusqu’à votre silence',
      auto: 'écoute en permanence',
      continuous: 'écoute en permanence, pour la dictée',
      wake: 'attend la phrase d’éveil',
    },
    awaitsPhrase: 'en attente de la phrase d’éveil',
    intent: {
      compose: 'vos paroles attendent dans la saisie',
      send: 'vos paroles sont envoyées',
    },
    aloud: {
      on: 'la lecture à voix haute est activée',
      off: 'la lecture à voix haute est désactivée',
    },
    severity: { warning: 'attention', error: 'erreur' },
    heard: (text) => `entendu : ${text}`,
    notUnderstood: 'pas compris',
    recordingOver: 'l’enregistrement est fini',
    listening: 'écoute',
    notListening: 'n’écoute pas',
    noMicrophone: (why) => `pas de microphone : ${why}`,
    unknownReason: 'raison inconnue',
    anotherListens: (sessionId) => `une autre session écoute maintenant : ${sessionId}`,
    waiting: (why) => `en attente : ${why}`,
    composed: 'dans la saisie',
    sent: 'envoyé',
    takenBack: 'repris',
    dropped: (text) => `abandonné : ${text}`,
    agent: {
      dialog: 'l’agent vous pose une question',
      busy: 'l’agent travaille',
      composer: 'l’agent est prêt',
    },
    voiceReady: 'prêt',
    voiceAgain: 'la voix redémarre',
    voiceMissing: 'la voix n’est pas disponible',
  },
  tray: {
    state: {
      none: 'aucune session',
      idle: 'prêt',
      busy: 'au travail',
      listening: 'à l’écoute',
      asks: 'vous demande',
    },
    row: {
      idle: 'prêt',
      busy: 'au travail',
      dialog: 'vous demande quelque chose',
      unknown: 'en cours',
      lost: 'ne répond pas',
    },
    stopListening: 'Ne plus écouter',
    leave: 'Retirer cette icône',
  },
  settings: {
    kept: 'pour cette session',
    inConfig: 'se règle dans le fichier de configuration',
    mode: {
      label: 'Écoute',
      hints: {
        tap: 'une touche commence et arrête',
        hold: 'tant que la touche est enfoncée',
        hybrid: 'une touche commence, un silence arrête',
        auto: 'écoute toujours',
        continuous: 'écoute toujours, par longs morceaux',
        wake: 'une phrase commence, un silence arrête',
      },
    },
    intent: {
      label: 'Ce que vous dites',
      hint: 'compose : cela reste dans la saisie jusqu’à l’envoi ; send : cela part aussitôt',
    },
    listening: {
      silence: {
        label: 'Pause qui clôt une phrase',
        hint: 'plus courte : le texte vient plus tôt ; plus longue : une pensée n’est pas coupée',
      },
      sensitivity: {
        label: 'Sensibilité',
        hint: 'high entend un murmure, low ignore le bureau voisin',
      },
    },
    hud: {
      label: 'Nos lignes',
      hint: 'line : une ligne ; full : trois ; large : cinq, en gras ; off : aucune, les touches restent',
    },
    motion: {
      label: 'Mouvement',
      hint: 'full : le niveau bouge quand vous parlez ; reduced : seuls les mots changent',
    },
    theme: { label: 'Couleurs', hint: 'visible aussitôt' },
    aloud: {
      label: 'Lecture à voix haute',
      hint: (hush) =>
        `ce que nomme « say » dans le fichier de configuration ; ${hush} la fait taire`,
    },
    notices: {
      on: {
        label: 'Avis',
        hint: 'ce qui vous est dit quand vous regardez ailleurs : ce que demande l’agent, la fin d’un tour, ou les deux',
      },
      when: {
        label: 'Avis : quand',
        hint: 'unfocused : tant que le terminal n’a pas le clavier ; always : pour celui qui ne le dit pas',
      },
      by: {
        label: 'Avis : par quoi',
        hint: 'auto : le bureau, sinon le terminal ; bell : un son seulement',
      },
      show: {
        label: 'Avis : combien',
        hint: 'kind : qu’on demande quelque chose ; text : ce qui est demandé, même sur un écran verrouillé',
      },
    },
    talk: 'Touche pour parler',
    leader: 'Touche leader',
    letters: 'Lettres après elle',
    cues: 'Sons',
  },
  config: {
    now: (names) => `réglages en vigueur maintenant : ${names}`,
    later: (names) => `à la prochaine session : ${names}`,
    broken: (why) => `${why} · rien n’est changé`,
    kept: (file, names) => `${names} : écrit dans ${file}`,
    nothingToKeep: 'rien à écrire : le fichier a déjà tout',
    recordingsFull: (mb, mostMb) =>
      `pas d’enregistrement : ils prennent ${mb} Mo sur ${mostMb} ([recording] folder_mb) : codex-voice purge`,
    firstProgram: (file) =>
      `${file} a des clés du premier programme : codex-voice config explain dit ce que chacune est devenue`,
    newerVersion: (version) => `codex-voice ${version} est là : codex-voice update`,
    keyTaken: (key, theirs) =>
      `${key} est aussi à l’agent (${theirs}) : la touche leader devant la lui donne`,
  },
  link: {
    lost: (machine) => `plus de connexion à ${machine} : nouvel essai, les touches n’arrivent pas`,
    again: 'la connexion est rétablie',
    away: (machine) => `pas de connexion à ${machine} pour l’instant : réessayez`,
    oldHost:
      'l’hôte de là-bas est plus ancien et ne vous entend pas : codex-voice host stop, là-bas',
    underway: (count) => `vos dernières paroles sont gardées ici (${count})`,
    unsure: (count) => `vos dernières paroles ne sont peut-être pas arrivées (${count})`,
    notByVoice: (name, key) => `/${name} n’est pas exécuté ici à la voix : choisissez-le, ${key}`,
  },
  end: {
    elsewhere: (sessionId) => `${sessionId} a été terminée d’ailleurs`,
    kept: (count, where) => {
      const waited =
        count === 1
          ? 'une demande qui attendait est gardée'
          : `${count} demandes qui attendaient sont gardées`;
      return where === 'here'
        ? `${waited} : codex-voice flush`
        : `${waited} là-bas : codex-voice flush, là-bas`;
    },
    again: (command) => `${command} rouvre cette conversation`,
    goesOn: (sessionId) => `${sessionId} continue : codex-voice attach ${sessionId}`,
    keeperDied: (folder) =>
      folder === undefined
        ? 'le gardien de la session est mort'
        : `le gardien de la session est mort : ce que son agent a écrit et ce qui attendait est dans ${folder}`,
  },
};
