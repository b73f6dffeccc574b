// Bundles each app into dist/, so that the command starts fast and needs no type stripping.
console.log('build: nothing to bundle yet');
