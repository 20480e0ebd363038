import { randomBytes } from 'node:crypto';

import { cutText } from '../../deployment/values/text';
import type { PlatformClient } from '../../shared/http/platformClient';
import { PlatformRequestError } from '../../shared/operation/errors';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import { type UnclearEnd, writeOnce } from '../../shared/waiting/writeOnce';
import { listDeploys } from '../api/deploys';
import { largestPage } from '../api/paging';
import { type NetlifySite, siteName } from '../api/types';

/** Pauses before each look for a deploy whose start was not confirmed: 17 s in all. */
const lookDelaysMs = [0, 2_000, 5_000, 10_000];

/**
 * As long as a title may be, in UTF-16 units: it travels in the address, of which servers take about
 * 8,000 characters, and each unit becomes up to nine there.
 */
const maxTitleLength = 250;

/** Puts a mark of this very run into a title, so that what it starts can be found again. A long title is cut. */
export function markedTitle(title: string): { readonly title: string; readonly mark: string } {
	const mark = `[slipway ${randomBytes(5).toString('hex')}]`;
	const words = cutText(title || 'Deployed by n8n', maxTitleLength - mark.length - 1, ' ... (cut)');
	return { title: `${words} ${mark}`, mark };
}

/**
 * Starts a deploy exactly once. Netlify has no idempotency keys: only when no deploy carries this run's mark
 * after several looks is the request sent again, once. `send` gives the deploy's id, or undefined when the
 * answer does not name it.
 *
 * @returns the deploy's id. @throws EndUnknown when it stays unclear whether one was started.
 */
export async function startDeployOnce(
	client: PlatformClient,
	site: NetlifySite,
	mark: string,
	send: () => Promise<string | undefined>,
): Promise<string> {
	return await writeOnce({
		what: `the deploy that was asked for on site ${siteName(site)}`,
		send,
		find: async () => {
			const newest = await listDeploys(client, site.id, {}, largestPage);
			return newest.find(({ title }) => title?.includes(mark))?.id;
		},
		lookDelaysMs,
		maxSends: 2,
		unclear: (end) => startUnknown(end, mark),
	});
}

function startUnknown(end: UnclearEnd, mark: string): EndUnknown {
	const { what, sends, lookError } = end;
	const answer = `${answerIn(end)}${sends > 1 ? ', twice' : ''}`;
	const looked = lookError === undefined ? 'no deploy has its title' : "the site's deploys could not be read";
	return new EndUnknown(
		what,
		`Netlify did not confirm it (${answer}), and ${looked}`,
		'notTried',
		{},
		`It may still go live: look at the site's deploys in Netlify for one titled "${mark}" before you run this again`,
	);
}

/** Without the connection's own words: n8n replaces a whole message that holds a code like ECONNRESET. */
function answerIn({ error }: UnclearEnd): string {
	if (!(error instanceof PlatformRequestError)) return 'its answer names no deploy';
	if (error.status === null) return 'no answer came';
	return error.kind === 'unreadable' ? 'its answer could not be read' : `it answered ${error.status}`;
}
