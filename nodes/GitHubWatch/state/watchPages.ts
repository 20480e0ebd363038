import { writeJson } from '../../deployment/values/json';
import { cutText } from '../../deployment/values/text';

/** A page of the Watch itself, as workflow 13 takes it. */
export type WatchPage = Readonly<Record<string, unknown>> & { readonly kind: 'page' };

/** While what it is about lasts a page is given again, should the first not have come through: one key is one incident. */
export const pageAgainAfterMs = 6 * 60 * 60_000;

/** What cannot be seen. */
const blindKey = 'slipway/watch';

/** Repositories that could not be looked at for so long; the first failed for this reason. */
export function blindPage(
	names: readonly string[],
	{ total, minutes, reason }: { readonly total: number; readonly minutes: number; readonly reason: string },
): WatchPage {
	const [first = ''] = names;
	const what = names.length === 1 ? first : `${names.length} of ${total} repositories`;
	return watchPage(
		blindKey,
		'warning',
		`GitHub Watch has not been able to look at ${what} for ${minutes} minutes: pushes whose delivery is lost are not seen`,
		{ repositories: names.slice(0, 20).join(', '), reason: cutText(reason, 300) },
	);
}

/** The store cannot be read: then nothing at all is seen. */
export function unreadStorePage(reason: string, minutes: number): WatchPage {
	return watchPage(
		blindKey,
		'warning',
		`GitHub Watch has not been able to read Upstash Redis for ${minutes} minutes: lost deliveries and dead runs are not seen`,
		{ reason: cutText(reason, 300) },
	);
}

export function seesAgainPage(): WatchPage {
	return { ...watchPage(blindKey, 'info', 'GitHub Watch sees everything again', {}), action: 'resolve' };
}

/** A release whose runs died again and again. Its key is that of the release's own pages. */
export function gaveUpPage(turnName: string, what: string): WatchPage {
	return watchPage(`slipway/${turnName}`, 'critical', `The release of ${turnName} is not taken up any more: ${what}`, {
		turn: turnName,
	});
}

function watchPage(
	key: string,
	severity: string,
	summary: string,
	details: Readonly<Record<string, string>>,
): WatchPage {
	return {
		kind: 'page',
		action: 'trigger',
		key,
		summary,
		severity,
		source: 'slipway',
		class: 'watch',
		details: writeJson(details),
		// Not kept yet.
		at: '',
	};
}
