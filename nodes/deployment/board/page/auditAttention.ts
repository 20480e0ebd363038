import type { Board } from '../board';
import { type AttentionEntry, nobody } from './attentionEntry';

const weekMs = 7 * 86_400_000;

/** What the last audit found severe; and that none was made for more than a week, since then nobody would know. */
export function auditAttention({ audit, sight }: Board): AttentionEntry[] {
	if (audit === null) return [];
	const { startedAt } = audit;
	const severe = audit.failed.filter(({ isSevere }) => isSevere);
	const late: AttentionEntry[] =
		sight.nowMs - Date.parse(startedAt) <= weekMs + 86_400_000
			? []
			: [
					{
						...nobody,
						kind: 'warning',
						word: 'Security',
						what: 'The last audit is more than a week old',
						reason: 'Look at the runs of "Slipway 35: Audit security" in n8n, or start it by hand.',
						at: startedAt,
					},
				];
	return [
		...severe.map(({ subject, what, advice }): AttentionEntry => ({
			...nobody,
			kind: 'bad',
			word: 'Security',
			what: `${subject}: ${what}`,
			reason: advice,
			at: startedAt,
		})),
		...late,
	];
}
