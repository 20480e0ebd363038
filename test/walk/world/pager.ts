import { textAt } from '../../../nodes/deployment/values/jsonFields';
import type { Item } from './tables';

export interface ToldPage {
	readonly key: string;
	readonly severity: string;
	readonly summary: string;
	readonly details: string;
	readonly atMs: number;
}

/** PagerDuty: one incident for each key, from its first trigger to a resolve. */
export class Pager {
	isAway = false;
	readonly open = new Set<string>();
	/** Every trigger that came through, oldest first. */
	readonly told: ToldPage[] = [];

	send(fields: unknown, nowMs: number): Item {
		if (this.isAway) return { ok: false, error: { message: 'PagerDuty did not answer' } };
		const text = (name: string): string => textAt(fields, name) ?? '';
		const key = text('key');
		if (text('action') === 'resolve') {
			this.open.delete(key);
			return { ok: true };
		}
		this.open.add(key);
		this.told.push({
			key,
			severity: text('severity'),
			summary: text('summary'),
			details: text('details'),
			atMs: nowMs,
		});
		return { ok: true };
	}
}
