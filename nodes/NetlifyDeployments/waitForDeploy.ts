import { phaseOf } from '../deployment/deploymentState';
import { clock } from '../shared/clock';
import type { PlatformClient } from '../shared/platformClient';
import { pollUntil, timedOut, type PollVerdict } from '../shared/pollUntil';
import { readDeploy } from './deploys';
import type { DeployOutcome } from './outcome';
import { findingOn, type DeployExpectation, type DeployFinding } from './publication';
import { readSite, siteName } from './sites';
import { statusOf } from './status';
import type { NetlifyDeploy, NetlifySite } from './types';

/** Netlify publishes a ready deploy in the same moment; this is how long it may be late. */
const publicationGraceMs = 60_000;

interface Reading {
	readonly deploy: NetlifyDeploy;
	readonly site: NetlifySite;
	readonly finding: DeployFinding;
}

/** Waits until a deploy has ended and, when it ended well, until the site is seen to serve it. */
export async function waitForDeploy(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
	wait: { readonly timeoutMs: number; readonly cancelSignal?: AbortSignal },
): Promise<DeployOutcome> {
	const what = `Netlify deploy ${deployId} of site ${siteName(site)}`;
	let unpublishedSinceMs: number | undefined;
	const result = await pollUntil<Reading>({
		what,
		timeoutMs: wait.timeoutMs,
		...(wait.cancelSignal && { cancelSignal: wait.cancelSignal }),
		read: async () => await readOnce(client, site, deployId, expectation),
		judge: ({ deploy, finding }): PollVerdict => {
			const seen = finding.reason || `${finding.state} (Netlify says "${deploy.state ?? ''}")`;
			if (!finding.unpublished) return { phase: finding.phase, seen };
			unpublishedSinceMs ??= clock.now();
			const isLate = clock.now() - unpublishedSinceMs >= publicationGraceMs;
			return { phase: isLate ? 'bad' : 'pending', seen };
		},
	});
	const { deploy, site: readingOfSite, finding } = result.value;
	const published = readingOfSite.published_deploy ?? null;
	if (result.outcome === 'timeout') {
		const timeout = timedOut(what, result.waitedMs, result.seen);
		return {
			deploy,
			published,
			verified: false,
			state: finding.state,
			reason: timeout.message,
			advice: timeout.advice,
		};
	}
	return {
		deploy,
		published,
		// Of what was skipped nothing runs, so there is nothing to prove.
		verified: result.outcome === 'good' && finding.state !== 'skipped',
		state: finding.state,
		reason: finding.reason,
		advice: finding.advice,
	};
}

/** The site is read after the deploy, and only once that can matter. */
async function readOnce(
	client: PlatformClient,
	site: NetlifySite,
	deployId: string,
	expectation: DeployExpectation,
): Promise<Reading> {
	const deploy = await readDeploy(client, site.id, deployId);
	const hasEnded = phaseOf(statusOf(deploy).state) !== 'pending';
	const siteNow = hasEnded ? await readSite(client, site.id) : site;
	return { deploy, site: siteNow, finding: findingOn(deploy, siteNow, expectation) };
}
