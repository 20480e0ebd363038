import { randomBytes } from 'node:crypto';

import { clock } from '../shared/clock';
import { OperationFailure, PlatformRequestError } from '../shared/errors';
import type { PlatformClient } from '../shared/platformClient';
import { settled } from '../shared/settled';
import { listDeploys } from './deploys';
import type { NetlifyDeploy } from './types';

/** Pauses before each look for a write whose answer was lost: 17 s in all. */
const lookDelaysMs = [0, 2_000, 5_000, 10_000];

/** Whether a failed request may have been carried out all the same. */
export function mayHaveHappened(error: unknown): boolean {
	return (
		error instanceof PlatformRequestError && (error.status === null || error.status >= 500)
	);
}

/**
 * Carries a write out once: after an answer that was lost it is looked for, and sent again only where
 * it is not there.
 */
export async function writeOnce<Result>(
	send: () => Promise<Result>,
	look: () => Promise<Result | null | undefined>,
): Promise<Result> {
	const first = await settled(send());
	if (first.ok) return first.value;
	if (!mayHaveHappened(first.error)) throw first.error;
	return (await look()) ?? (await send());
}

/** Puts a mark of this very run into a title, so that what it makes can be found again. */
export function markedTitle(title: string): { readonly title: string; readonly mark: string } {
	const mark = `[slipway ${randomBytes(5).toString('hex')}]`;
	return { title: `${title || 'Deployed by n8n'} ${mark}`, mark };
}

/**
 * Makes a deploy exactly once. Netlify has no idempotency keys, so a lost answer is looked into:
 * only when no deploy carries this run's mark after several looks is the request sent again, once.
 *
 * @returns the deploy's id. @throws OperationFailure when it stays unclear whether one was made.
 */
export async function makeDeployOnce(
	client: PlatformClient,
	siteId: string,
	mark: string,
	send: () => Promise<string>,
): Promise<string> {
	for (let attempt = 1; ; attempt++) {
		const sent = await settled(send());
		if (sent.ok) return sent.value;
		if (!mayHaveHappened(sent.error)) throw sent.error;
		const found = await lookForMark(client, siteId, mark);
		if (found) return found.id;
		if (attempt === 2) {
			throw new OperationFailure(
				`Netlify did not confirm the deploy it was asked for (${answerOf(sent.error)}, twice), and none is to be found`,
				`Look at the site's deploys in Netlify for one titled "${mark}" before you run this again`,
				{},
				{ cause: sent.error },
			);
		}
	}
}

/** Without the connection's own words: n8n replaces a whole message that holds a code like ECONNRESET. */
function answerOf(error: unknown): string {
	return error instanceof PlatformRequestError && error.status !== null
		? `it answered ${error.status}`
		: 'no answer came';
}

async function lookForMark(
	client: PlatformClient,
	siteId: string,
	mark: string,
): Promise<NetlifyDeploy | undefined> {
	for (const delayMs of lookDelaysMs) {
		if (delayMs > 0) await clock.sleep(delayMs);
		const newest = await listDeploys(client, siteId, {}, 100);
		const found = newest.find(({ title }) => title?.includes(mark));
		if (found) return found;
	}
	return undefined;
}
