import type { PreviewInHand } from './previewInHand';
import type { PreviewEntry, PreviewPartKind, PreviewTableRow } from './previewRow';

/** What is made before, and removed after, the others: the database, then apps, then sites. */
export const waveOfPart: Readonly<Record<PreviewPartKind, 0 | 1 | 2>> = { database: 0, app: 1, site: 2 };

/** The database branch of a service. */
export interface PreviewDatabase {
	/** Id or name of the project at Neon. */
	readonly project: string;
	readonly branch: string;
	readonly parentBranch: string;
	readonly data: 'copy' | 'schema-only';
}

/** A part that is to be made or removed, as workflow 25 takes it: one item in, the same item out with `made`. */
export interface PreviewPartItem {
	readonly next: 'make' | 'remove';
	readonly kind: 'preview';
	readonly task: 'make' | 'remove';
	readonly key: string;
	readonly part: PreviewPartKind;
	readonly wave: 0 | 1 | 2;
	readonly platform: 'neon' | 'fly' | 'netlify';
	readonly service: string;
	readonly displayName: string;
	/** The project at Neon, the organization at Fly.io, the site at Netlify. */
	readonly target: string;
	/** The branch at Neon, the app at Fly.io, the context at Netlify (`branch:feature/x`). */
	readonly name: string;
	readonly repository: string;
	readonly repositoryId: string;
	readonly number: number;
	/** The pull request's head. */
	readonly commit: string;
	/** Its head branch. */
	readonly branch: string;
	/** Fly.io: the production app whose configuration is copied, and the image of the head. */
	readonly copyFrom: string;
	readonly image: string;
	readonly container: string;
	readonly releaseCommand: string;
	/** Of the database that belongs to this part; null where it has none. */
	readonly database: PreviewDatabase | null;
	/** AWS secret of the service for environment `preview`; empty for the one that Bootstrap names. */
	readonly secretName: string;
	/** Nothing secret: the addresses of the parts that it depends on, `PAINTBOX_API_URL`. */
	readonly variables: Readonly<Record<string, string>>;
	readonly healthUrl: string;
	readonly versionUrl: string;
	/** ISO 8601: when Neon removes the branch by itself. */
	readonly expiresAt: string;
	readonly waitSeconds: number;
	/** Of the lock around it. */
	readonly lockKey: string;
	/** To be in `slipway_previews` before the first call: the same key is the same row. */
	readonly row: PreviewTableRow;
	readonly preview: PreviewInHand;
	/** In the first item: all parts of the preview. */
	readonly parts?: readonly PreviewPartView[];
}

/** A part, and whether its row says the same. */
export interface PreviewPartView extends PreviewEntry {
	readonly displayName: string;
	/** Of a database: what it holds, and what it is branched from; else empty. */
	readonly data: 'copy' | 'schema-only' | '';
	readonly parentBranch: string;
	readonly isStored: boolean;
}

/** How a part came out: field `made` of the item. An empty state is `ready`, or `removed`. */
export interface PreviewMade {
	readonly ok: boolean;
	/** `making`, `removing`: still under way. */
	readonly state: 'ready' | 'failed' | 'making' | 'refused' | 'removed' | 'removing' | '';
	readonly url: string;
	readonly platformId: string;
	readonly reason: string;
	/** Without secrets. */
	readonly logEnd: string;
}
