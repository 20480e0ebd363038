/** A file of the site that is to be deployed. Its bytes are read when they are needed, not held. */
export interface SiteFile {
	/** Below the site's root, without a slash at the start. */
	readonly path: string;
	readonly read: () => Promise<Buffer>;
}

/** A file with what Netlify knows it by. */
export interface DigestedFile extends SiteFile {
	readonly sha1: string;
	readonly sizeBytes: number;
}
