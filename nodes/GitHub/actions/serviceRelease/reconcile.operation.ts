import type { IDataObject } from 'n8n-workflow';

import { reconcile as decide } from '../../../deployment/plan/reconcile';
import type { ReleaseInHand } from '../../../deployment/plan/releaseInHand';
import { dryRunItems, releaseItems } from '../../../deployment/plan/releaseItems';
import { needsLatestRelease, rowsOfTurn, sightsOf } from '../../../deployment/plan/seeServices';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { numberField, switchField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { gitHubClientForLook } from '../../api/client';
import { countedCalls } from '../../api/eachRequest';
import { readIdentity, type Repository, repositoryByNumber, repositoryFrom } from '../../api/repositories';
import { answerQuestions } from '../../api/sights/answerQuestions';
import { readHeads, unseenHeads } from '../../api/sights/heads';
import { whyUnseen } from '../../api/sights/whyUnseen';
import { releaseSeenIn } from '../../fields/releaseInHand';
import { formUrlOf, runUrlOf } from '../../fields/runUrl';
import { catalogRowsField, ledgerRowsField, readRound, servicesField } from '../../fields/tables';
import { plannedCalls } from '../../output/plannedCalls';

const longestRunSeconds = numberField(
	'Longest Run (Seconds)',
	'longestRunSeconds',
	240,
	{ minimum: 1, maximum: 86_400 },
	{ description: 'What is still under way then is handed over to a new run. n8n Cloud cuts executions off.' },
);
const dryRun = switchField(
	'Dry Run',
	'dryRun',
	'Whether to only tell, for each service, what would be done and why, and what would be called',
);

export const reconcile: Operation = {
	value: 'reconcile',
	name: 'Reconcile',
	action: 'Decide what a release has to do',
	description:
		'Compare what is live with what the branch, the builds and the ledger say, and hand on what is to be deployed, rolled back or concluded',
	properties: [servicesField, catalogRowsField, ledgerRowsField, longestRunSeconds, dryRun],
	async execute(context) {
		const seen = readRound(context);
		const { client, count } = countedCalls(gitHubClientForLook(context));
		const nowIso = new Date(clock.now()).toISOString();
		const { release, sights } = await look(client, releaseSeenIn(seen.items[0], context), seen, nowIso);
		const reconciled = decide(sights, release, { nowIso, longestRunSeconds: longestRunSeconds.read(context) });
		if (!dryRun.read(context)) {
			const surroundings = { runUrl: runUrlOf(context), formUrl: formUrlOf(context, 'slipway-approve') };
			return releaseItems(reconciled, { ...surroundings, catalogRows: seen.catalogRows }) as IDataObject[];
		}
		const calls = reconciled.services.map(plannedCalls);
		return dryRunItems(reconciled).map((item, index): IDataObject => ({
			...item,
			gitHubCalls: count(),
			wouldCall: calls[index] ?? [],
		}));
	},
};

/** All that has to be known. What GitHub does not tell is unseen, which is an answer. */
async function look(
	client: PlatformClient,
	asked: ReleaseInHand,
	seen: Parameters<typeof sightsOf>[1],
	nowIso: string,
) {
	const found = await findRepository(client, asked);
	const { release } = found;
	if (!('repository' in found)) return { release, sights: sightsOf(release, seen, unseenHeads(found.reason)) };
	const { repository } = found;
	const heads = await readHeads(client, repository, {
		branch: release.branch,
		isReleaseNeeded: needsLatestRelease(rowsOfTurn(release, seen.catalogRows)),
	});
	const { sights, compared } = await answerQuestions(
		client,
		repository,
		sightsOf(release, seen, heads),
		release,
		nowIso,
	);
	return { release: { ...release, compared }, sights };
}

type FoundRepository =
	| { readonly release: ReleaseInHand; readonly repository: Repository }
	| { readonly release: ReleaseInHand; readonly reason: string };

/** The repository by its number, which is asked for once where nobody told it. */
async function findRepository(client: PlatformClient, release: ReleaseInHand): Promise<FoundRepository> {
	const known = /^[1-9]\d{0,18}$/.test(release.repositoryId) ? release.repositoryId : null;
	try {
		const id = known ?? (await readIdentity(client, repositoryFrom(release.repository))).id;
		return { release: { ...release, repositoryId: id }, repository: repositoryByNumber(id, release.repository) };
	} catch (error) {
		return { release, reason: whyUnseen(error).reason };
	}
}
