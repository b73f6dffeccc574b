// Spanish: what the actions are called, how they are said, and the prompts they become.
import type { LanguageActions } from '../action.ts';

export const SPANISH: LanguageActions = {
  slash: ['barra', 'slash'],
  notes: 'notas',
  role: 'papel',
  flush: 'pendientes',
  session: 'sesión',
  note: 'toma una nota',
  actions: {
    search: {
      label: 'buscar en este proyecto',
      said: ['busca'],
      prompts: [
        'Busca {args} en este proyecto. Nombra cada lugar con su archivo y su línea y di en pocas palabras qué hace ahí. No cambies nada.\n\n{selection?}',
        'Busca en este proyecto lo que sigue. Nombra cada lugar con su archivo y su línea y di en pocas palabras qué hace ahí. No cambies nada.\n\n{selection}',
      ],
    },
    define: {
      label: 'qué significa aquí',
      said: ['define'],
      prompts: [
        '¿Qué significa {args} en este proyecto? Di en pocas frases dónde se define y dónde se usa. No cambies nada.\n\n{selection?}',
        '¿Qué significa esto en este proyecto? Di en pocas frases dónde se define y dónde se usa. No cambies nada.\n\n{selection}',
      ],
    },
    explain: {
      label: 'explicarlo',
      said: ['explica'],
      prompts: [
        'Explica {args}: qué hace, por qué es así y qué hay que saber antes de cambiarlo. No cambies nada.\n\n{selection?}',
        'Explica esto: qué hace, por qué es así y qué hay que saber antes de cambiarlo. No cambies nada.\n\n{selection}',
      ],
    },
    refactor: {
      label: 'mejor código, mismo comportamiento',
      said: ['refactoriza'],
      prompts: [
        'Refactoriza {args}. El comportamiento sigue igual: ejecuta las pruebas antes y después, y dime qué has cambiado y por qué.\n\n{selection?}',
        'Refactoriza esto. El comportamiento sigue igual: ejecuta las pruebas antes y después, y dime qué has cambiado y por qué.\n\n{selection}',
      ],
    },
    test: {
      label: 'ejecutar las pruebas',
      said: ['prueba', 'ejecuta las pruebas'],
      prompts: [
        'Ejecuta `{toolchain.test}` y dime qué falla y por qué. {args?}\n\n{selection?}',
        'Averigua cómo se prueba este proyecto, ejecuta sus pruebas y dime qué falla y por qué. {args?}\n\n{selection?}',
      ],
    },
    build: {
      label: 'compilar este proyecto',
      said: ['compila'],
      prompts: [
        'Ejecuta `{toolchain.build}` y dime qué sale mal y por qué. {args?}\n\n{selection?}',
        'Averigua cómo se compila este proyecto, compílalo y dime qué sale mal y por qué. {args?}\n\n{selection?}',
      ],
    },
    docs: {
      label: 'poner al día la documentación',
      said: ['documenta'],
      prompts: [
        'Escribe o corrige la documentación de {args}, en el estilo de la que hay. Di solo lo que hace el código.\n\n{selection?}',
        'Escribe o corrige la documentación de esto, en el estilo de la que hay. Di solo lo que hace el código.\n\n{selection}',
        'Corrige la documentación donde los cambios desde el último commit la hayan dejado equivocada. Di solo lo que hace el código.',
      ],
    },
    summarize: {
      label: 'lo esencial',
      said: ['resume'],
      prompts: [
        'Resume {args} en diez líneas como mucho. No cambies nada.\n\n{selection?}',
        'Resume esto en diez líneas como mucho. No cambies nada.\n\n{selection}',
        'Resume en diez líneas como mucho lo que se ha hecho en esta conversación y lo que queda pendiente. No cambies nada.',
      ],
    },
    commit: {
      label: 'confirmar los cambios',
      said: ['confirma los cambios'],
      prompts: [
        'Mira los cambios que aún no están en un commit. Deja fuera lo que no va junto o no debía quedarse, y haz un commit del resto con un mensaje en el estilo de este repositorio. {args?}\n\n{selection?}',
      ],
    },
  },
};
