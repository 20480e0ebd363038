import type { BuildOptions } from 'esbuild';

/** How nodes and credentials are bundled: esbuild's options for these entry points. */
export function bundleOptions(entryPoints: readonly string[], outdir: string): BuildOptions;
