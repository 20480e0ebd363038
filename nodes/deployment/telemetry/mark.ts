import { writeJson, parseJson } from '../values/json';
import { textAt } from '../values/jsonFields';
import type { ToldDeployment } from './toldDeployment';

/** A region on the dashboards, from a deployment's begin to its end. */
export interface Mark {
	readonly text: string;
	/** Separated by commas. */
	readonly tags: string;
	/** ISO 8601. */
	readonly start: string;
	readonly end: string;
	/** What it is found again by. */
	readonly key: string;
}

/** Marks that Grafana did not take, as JSON by their key: made with the next one that it takes. */
export const marksKey = 'slipway:marks';

/** More are not kept: a token that is wrong for months must not fill the store. */
const mostKept = 200;

export function markOf(told: ToldDeployment): Mark {
	const { kind, service, environment, platform, state, startedAt, finishedAt } = told;
	const tags = ['slipway', kind, `service:${service}`, `environment:${environment}`, `platform:${platform}`];
	return {
		text: textOf(told),
		tags: [...tags, `state:${state}`].map(asTag).join(','),
		start: startedAt,
		end: finishedAt,
		// Grafana keeps 100 characters of a tag.
		key: asTag(`${kind}/${service}/${environment}/${startedAt}`).slice(-90),
	};
}

function textOf({ kind, state, service, environment, commit, actor, reason }: ToldDeployment): string {
	const what = `${service} ${commit.slice(0, 7)}`.trim();
	const by = actor === '' ? '' : ` by ${actor}`;
	const why = reason === '' || state === 'live' ? '' : `: ${reason.slice(0, 300)}`;
	if (kind === 'rollback') {
		return state === 'live'
			? `Rolled back to ${what} in ${environment}${by}`
			: `Roll back to ${what} in ${environment}${by} ended ${wordOf(state)}${why}`;
	}
	return state === 'live'
		? `Deployed ${what} to ${environment}${by}`
		: `Deployment of ${what} to ${environment}${by} ended ${wordOf(state)}${why}`;
}

/** `rolledBack` as people write it. */
const wordOf = (state: string): string => state.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Commas and spaces part tags. */
const asTag = (text: string): string => text.replace(/[\s,]+/g, '_');

/** The words of the Redis command that keeps a mark; of one that does nothing where enough are kept already. */
export function keepMark(mark: Mark, kept: number): readonly string[] {
	return kept < mostKept ? ['HSET', marksKey, mark.key, writeJson(mark)] : ['HLEN', marksKey];
}

export const forgetMark = ({ key }: Mark): readonly string[] => ['HDEL', marksKey, key];

/** Those that are kept, as `HVALS` gave them; what is none is left out. */
export function keptMarks(values: readonly unknown[]): Mark[] {
	return values.flatMap((value) => {
		const read = typeof value === 'string' ? parseJson(value) : ({ ok: true, value } as const);
		const text = (name: string): string => (read.ok ? (textAt(read.value, name) ?? '') : '');
		const mark = { text: text('text'), tags: text('tags'), start: text('start'), end: text('end'), key: text('key') };
		return mark.text === '' || mark.key === '' || mark.start === '' ? [] : [mark];
	});
}
