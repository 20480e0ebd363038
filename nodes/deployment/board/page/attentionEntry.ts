import type { FormLink } from '../formLinks';
import type { Mark } from './words';

/** Something that somebody has to look at. Its texts are plain: they are escaped here. */
export interface AttentionEntry {
	readonly kind: Mark;
	readonly word: string;
	readonly what: string;
	readonly reason: string;
	/** ISO 8601; empty where there is none. */
	readonly at: string;
	readonly links: readonly FormLink[];
}

/** Of what has no time of its own, and nothing to open. */
export const nobody = { at: '', links: [] } as const;
