import type { Metafile } from 'esbuild';

/** A package of which something is in the built files. */
export interface BundledPackage {
	readonly name: string;
	readonly version: string;
	/** SPDX identifier, as its manifest has it. */
	readonly license: string | undefined;
	readonly source: string | undefined;
	readonly texts: ReadonlyArray<{ readonly file: string; readonly text: string }>;
}

/** Every package of which something is in the built files, by name, with its licence texts. */
export function bundledPackages(metafile: Metafile): BundledPackage[];

/**
 * The text of `THIRD_PARTY_LICENSES.txt`: every bundled package with its licence, each text once.
 * Raises when a package has no licence text, or a licence that nobody has looked at.
 */
export function thirdPartyLicenses(packages: readonly BundledPackage[]): string;
