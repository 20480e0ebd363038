import type { GrafanaMatcher, GrafanaSilence } from '../api/types';

/** A silence that there is to be. */
export interface SilenceWish {
	readonly matchers: readonly GrafanaMatcher[];
	readonly comment: string;
	readonly createdBy: string;
	readonly startsAtMs: number;
	readonly endsAtMs: number;
}

/** `service=paintbox-api`, `alertname=~"Disk.*"`; null where a line is none. */
export function matcherIn(line: string): GrafanaMatcher | null {
	const [, name = '', sign = '', quoted = ''] = /^\s*([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*(.*?)\s*$/.exec(line) ?? [];
	const value = quoted.replace(/^"(.*)"$/, '$1');
	if (name === '' || value === '') return null;
	return { name, value, isRegex: sign.endsWith('~'), isEqual: sign.startsWith('=') };
}

export function matcherText({ name, value, isRegex, isEqual = true }: GrafanaMatcher): string {
	return `${name}${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}${value}`;
}

export const isOver = ({ status }: GrafanaSilence): boolean => status?.state === 'expired';

/** Whether it silences the same for the same reason, and lasts as long. */
export function isSameSilence(silence: GrafanaSilence, wish: SilenceWish): boolean {
	const texts = (matchers: readonly GrafanaMatcher[]): string => matchers.map(matcherText).sort().join('\n');
	return (
		!isOver(silence) &&
		silence.comment === wish.comment &&
		silence.createdBy === wish.createdBy &&
		texts(silence.matchers ?? []) === texts(wish.matchers) &&
		Math.abs(Date.parse(silence.endsAt ?? '') - wish.endsAtMs) < 1_000
	);
}
