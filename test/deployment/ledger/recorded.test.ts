import { admitDeployment } from '../../../nodes/deployment/ledger/admitDeployment';
import { beginDeployment, readPlanned } from '../../../nodes/deployment/ledger/beginDeployment';
import { beginRollback } from '../../../nodes/deployment/ledger/beginRollback';
import { changeOf } from '../../../nodes/deployment/ledger/change';
import { concludeDeployment } from '../../../nodes/deployment/ledger/concludeDeployment';
import { readEvidence } from '../../../nodes/deployment/ledger/evidence';
import { gitHubNeedOf, githubStatusOf } from '../../../nodes/deployment/ledger/gitHubStatus';
import { healthQuestionOf } from '../../../nodes/deployment/ledger/healthQuestion';
import { toLedgerRow } from '../../../nodes/deployment/ledger/ledgerRow';
import { ledgerStateOf } from '../../../nodes/deployment/ledger/ledgerState';
import { pageOf } from '../../../nodes/deployment/ledger/page';
import { type DeploymentRecord, emptyRecord } from '../../../nodes/deployment/ledger/record';
import { rollbackOptions } from '../../../nodes/deployment/ledger/rollbackOptions';
import { isRecord, type JsonRecord, readRecords, readString } from '../../../tools/json';
import announcements from './recorded/announcements.json';
import deployments from './recorded/deployments.json';
import rollbacks from './recorded/rollbacks.json';

/*
 * The expressions of the workflows were the rules before there was a record. What they answered over what
 * the steps saw is what the functions answer, but for `differences`.
 */

const NOW = '2026-11-27T06:00:00.000Z';

interface Recorded {
	readonly name: string;
	readonly entry: JsonRecord;
	readonly answer: JsonRecord;
}

const named = (entries: unknown[], part: string): Recorded[] =>
	entries.filter(isRecord).map((entry) => {
		const answer = isRecord(entry[part]) ? entry[part] : {};
		return {
			name: `${String(answer.kind)} ${String(answer.state)}: ${String(answer.reason).slice(0, 80)}`,
			entry,
			answer,
		};
	});

const text = (value: JsonRecord, name: string): string => readString(value, name) ?? '';
const object = (value: JsonRecord, name: string): JsonRecord => (isRecord(value[name]) ? value[name] : {});

/** The fields that an end handed on, by the names they had. */
function handedOn(record: DeploymentRecord): JsonRecord {
	const {
		state,
		reason,
		service,
		environment,
		platform,
		target,
		repository,
		commit,
		deploymentId,
		url,
		previousId,
		previousCommit,
		releaseId,
		actor,
		kind,
		startedAt,
	} = record;
	return {
		state,
		reason,
		service,
		environment,
		platform,
		target,
		repository,
		commit,
		deploymentId,
		url,
		previousId,
		previousCommit,
		releaseId,
		actor,
		kind,
		startedAt,
		githubDeploymentId: record.gitHubDeploymentId,
		page: !record.isPart,
	};
}

function healthAskedBy(item: JsonRecord, record: DeploymentRecord): JsonRecord | null {
	const question = healthQuestionOf(readEvidence(record, item));
	return (
		question && {
			url: question.url,
			versionMatch: question.version ? 'jsonPath' : 'none',
			...(question.version && { versionUrl: question.version.url, expectedVersion: question.version.commit }),
		}
	);
}

/** Where the functions answer otherwise on purpose. By the beginning of the old reason. */
const differences: ReadonlyArray<{ readonly old: RegExp; readonly reason: string; readonly change: JsonRecord }> = [
	{
		// The run before could still go live; by the ledger's next row nobody would have looked at it again.
		old: /^Netlify answered GET \/sites\/crown-trophy.netlify.app with 503/,
		reason: 'an earlier deploy that could not be looked at is still unknown, and not a failure of this one',
		change: {
			state: 'unknown',
			reason: expect.stringMatching(
				/^It is still not known how the deploy before it ended \(\w+\).*Nothing was deployed over it\. Netlify answered GET/,
			),
			deploymentId: expect.stringMatching(/^\w{24}$/),
		},
	},
	{
		// n8n handed the health check's item on in the place of the roll back's.
		old: /Nobody could see how the roll back ended: answers 503/,
		reason: "the health check's reason is not why the roll back was not seen",
		change: { reason: expect.stringMatching(/Nobody could see how the roll back ended: it gave no answer$/) },
	},
	{
		old: /^The run that deploys it died/,
		reason:
			"GitHub's number of its deployment was taken for the platform's, and asked for there before the next deploy",
		change: { deploymentId: '' },
	},
];

describe('a deployment', () => {
	it.each(named(deployments, 'answer'))('$name', ({ entry, answer }) => {
		const begun = admitDeployment(beginDeployment(...readPlanned(entry.planned, NOW)), {
			lock: entry.lock,
			catalogRows: readRecords(entry, 'catalogRows'),
			ledgerRows: readRecords(entry, 'ledgerRows'),
		});
		const item: JsonRecord = { ...entry, error: entry.died };
		const { change = {} } = differences.find(({ old }) => old.test(text(answer, 'reason'))) ?? {};
		expect(handedOn(concludeDeployment(readEvidence(begun, item)))).toEqual({ ...answer, ...change });
		if (entry.healthAsked) expect(healthAskedBy(item, begun)).toMatchObject(object(entry, 'healthAsked'));
	});

	it.each(named(deployments, 'answer').filter(({ entry }) => entry.rollbackAsked))(
		'that asks for a roll back: $name',
		({ entry }) => {
			const begun = admitDeployment(beginDeployment(...readPlanned(entry.planned, NOW)), {
				lock: entry.lock,
				catalogRows: readRecords(entry, 'catalogRows'),
				ledgerRows: readRecords(entry, 'ledgerRows'),
			});
			const { knownGood, part, ...asked } = object(entry, 'rollbackAsked');
			expect(beginRollback({ ...begun, ...entry }, NOW)).toMatchObject({
				...asked,
				isPart: part,
				verifiedDeployments: knownGood === '' ? [] : [knownGood],
			});
		},
	);

	it('has a difference for each that is listed', () => {
		const reasons = named(deployments, 'answer').map(({ answer }) => text(answer, 'reason'));
		expect(differences.filter(({ old }) => !reasons.some((reason) => old.test(reason)))).toEqual([]);
	});
});

describe('a roll back', () => {
	it.each(named(rollbacks, 'answer'))('$name', ({ entry, answer }) => {
		const asked = object(entry, 'asked');
		const begun = beginRollback(asked, NOW);
		const { verified, served, ...rest } = answer;
		const concluded = concludeDeployment(readEvidence(begun, entry));
		expect({ ...handedOn(concluded), verified: concluded.verified, served: concluded.served }).toEqual({
			...rest,
			verified,
			served,
		});
		expect(healthAskedBy(entry, begun)).toEqual(entry.healthAsked ?? null);
		if (entry.verifiedReleases) {
			const { verified: known } = rollbackOptions(begun.service, readRecords(entry, 'ledgerRows'), []);
			expect([...begun.verifiedDeployments, ...known]).toEqual(
				expect.arrayContaining(entry.verifiedReleases as unknown[]),
			);
		}
	});
});

describe('what is told of', () => {
	it.each(named(announcements, 'asked'))('$name', ({ entry, answer: asked }) => {
		const record: DeploymentRecord = {
			...emptyRecord,
			...(asked as unknown as DeploymentRecord),
			state: ledgerStateOf(asked.state),
			gitHubDeploymentId: text(asked, 'githubDeploymentId'),
			isPart: asked.page !== true,
		};
		const runUrl = text(object(entry, 'page'), 'runUrl');
		// Beside the page itself, how long to try is passed on.
		const page = entry.page ? { ...pageOf(record, runUrl), at: '', patienceSeconds: 20 } : pageOf(record, runUrl);
		expect(page).toEqual(entry.page ?? null);
		const { finished_at: finishedAt, ...row } = object(entry, 'row');
		expect(toLedgerRow(record, String(finishedAt))).toMatchObject({ ...row, finished_at: finishedAt });
		expect(gitHubNeedOf(record)).toBe(entry.opened === true ? 'deployment' : entry.gitHub ? 'status' : 'nothing');
		if (entry.gitHub) expect(githubStatusOf(record)).toEqual(entry.gitHub);
		expect(changeOf(record)?.summary ?? null).toBe(entry.change ? object(entry, 'change').summary : null);
		expect(changeOf(record)?.details ?? null).toEqual(entry.change ? object(entry, 'change').customDetails : null);
	});
});
