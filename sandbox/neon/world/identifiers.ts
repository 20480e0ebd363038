import type { IdSource } from '../../kernel/platform';

const adjectives = ['quiet', 'misty', 'bold', 'royal', 'late', 'plain', 'shy', 'young'];
const nouns = ['hill', 'river', 'meadow', 'breeze', 'lake', 'forest', 'rain', 'snow'];

/** Two words and a number, as Neon names everything: `br-quiet-hill-a51f09c2`. */
export function neonId(ids: IdSource, prefix?: 'br' | 'ep' | 'snap'): string {
	const pick = Number.parseInt(ids.hex(2), 16);
	const words = `${adjectives[pick % 8] ?? ''}-${nouns[(pick >> 3) % 8] ?? ''}`;
	return `${prefix === undefined ? '' : `${prefix}-`}${words}-${ids.hex(8)}`;
}

export const newPassword = (ids: IdSource): string => `npg_${ids.hex(16)}`;
