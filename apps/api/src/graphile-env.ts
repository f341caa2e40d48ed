// Read by Grafast when it is loaded, so this module has to come before it. Its development mode checks
// every plan and is slow; whoever works on the schema sets it.
process.env.GRAPHILE_ENV ??= 'production';
