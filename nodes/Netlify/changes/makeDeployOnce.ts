import { randomBytes } from 'node:crypto';

import { cutText } from '../../deployment/values/text';
import { clock } from '../../shared/waiting/clock';
import { EndUnknown } from '../../shared/waiting/endUnknown';
import { mayHaveHappened, PlatformRequestError } from '../../shared/operation/errors';
import type { PlatformClient } from '../../shared/http/platformClient';
import { attempt, type Attempt } from '../../shared/waiting/attempt';
import { listDeploys } from '../api/deploys';
import { siteName } from '../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** Pauses before each look for a write whose answer was lost: 17 s in all. */
const lookDelaysMs = [0, 2_000, 5_000, 10_000];

/**
 * As long as a title may be, in UTF-16 units: it travels in the address, of which servers take about
 * 8,000 characters, and each unit becomes up to nine there.
 */
const maxTitleLength = 250;

/**
 * Carries a write out once: after an answer that was lost it is looked for, and sent again only where
 * it is not there.
 */
export async function writeOnce<Result>(
	send: () => Promise<Result>,
	look: () => Promise<Result | null | undefined>,
): Promise<Result> {
	const first = await attempt(send());
	if (first.ok) return first.value;
	if (!mayHaveHappened(first.error)) throw first.error;
	return (await look()) ?? (await send());
}

/** Puts a mark of this very run into a title, so that what it makes can be found again. A long title is cut. */
export function markedTitle(title: string): { readonly title: string; readonly mark: string } {
	const mark = `[slipway ${randomBytes(5).toString('hex')}]`;
	const words = cutText(title || 'Deployed by n8n', maxTitleLength - mark.length - 1, ' ... (cut)');
	return { title: `${words} ${mark}`, mark };
}

/** Whether a deploy was made could not be found out. The advice says by which mark it is found. */
class StartUnknown extends EndUnknown {
	override readonly advice: string;

	constructor(site: NetlifySite, cause: string, mark: string) {
		super(`the deploy that was asked for on site ${siteName(site)}`, cause, 'notTried');
		this.advice = `It may still go live: look at the site's deploys in Netlify for one titled "${mark}" before you run this again`;
	}
}

/**
 * Makes a deploy exactly once. Netlify has no idempotency keys, so a lost answer is looked into: only when
 * no deploy carries this run's mark after several looks is the request sent again, once. `send` gives the
 * deploy's id, or null when the answer does not tell it.
 *
 * @returns the deploy's id. @throws EndUnknown when it stays unclear whether one was made.
 */
export async function makeDeployOnce(
	client: PlatformClient,
	site: NetlifySite,
	mark: string,
	send: () => Promise<string | null>,
): Promise<string> {
	for (let tries = 1; ; tries++) {
		const sent = await attempt(send());
		if (sent.ok && sent.value !== null) return sent.value;
		if (!sent.ok && !mayHaveHappened(sent.error)) throw sent.error;
		const found = await attempt(lookForMark(client, site.id, mark));
		if (found.ok && found.value) return found.value.id;
		const answer = answerOf(sent);
		if (!found.ok) {
			throw new StartUnknown(site, `Netlify did not confirm it (${answer}), and the site's deploys could not be read`, mark);
		}
		// An answer without an id was one: a second request would make a second deploy.
		if (tries === 2 || sent.ok) {
			throw new StartUnknown(
				site,
				`Netlify did not confirm it (${answer}${tries === 2 ? ', twice' : ''}), and no deploy with its title is there`,
				mark,
			);
		}
	}
}

/** Without the connection's own words: n8n replaces a whole message that holds a code like ECONNRESET. */
function answerOf(sent: Attempt<unknown>): string {
	if (sent.ok) return 'its answer names no deploy';
	const { error } = sent;
	if (!(error instanceof PlatformRequestError) || error.status === null) return 'no answer came';
	return error.kind === 'unreadable' ? 'its answer could not be read' : `it answered ${error.status}`;
}

/** @throws the error of the last look, when none came through. */
async function lookForMark(
	client: PlatformClient,
	siteId: string,
	mark: string,
): Promise<NetlifyDeploy | undefined> {
	let lookError: unknown;
	for (const delayMs of lookDelaysMs) {
		if (delayMs > 0) await clock.sleep(delayMs);
		const newest = await attempt(listDeploys(client, siteId, {}, 100));
		lookError = newest.ok ? undefined : newest.error;
		const found = newest.ok ? newest.value.find(({ title }) => title?.includes(mark)) : undefined;
		if (found) return found;
	}
	// The last one counts: what was made late is not among what was seen early.
	if (lookError !== undefined) throw lookError;
	return undefined;
}
