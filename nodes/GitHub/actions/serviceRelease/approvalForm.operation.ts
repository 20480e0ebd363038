import type { IDataObject } from 'n8n-workflow';

import { type Approval, approvalsTable } from '../../../deployment/approval/approval';
import {
	approvalPage,
	catalogRowOf,
	type Decided,
	decidedItems,
	givenItems,
	readApprovalAnswers,
} from '../../../deployment/approval/approvalForm';
import {
	refusalByAuthors,
	refusalByHead,
	refusalByTables,
	refusalByUnread,
} from '../../../deployment/approval/refusal';
import { readableRows } from '../../../deployment/byHand/chooseStep';
import type { CatalogRow } from '../../../deployment/catalog/catalogRow';
import { choiceField, jsonField, option } from '../../../shared/fields/fields';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { gitHubClient } from '../../api/client';
import { readCommitAuthors } from '../../api/commitAuthors';
import { type Repository, repositoryByNumber, repositoryFrom } from '../../api/repositories';
import { readHeads } from '../../api/sights/heads';
import { rowsField } from '../../fields/ledgerRows';

const stage = choiceField('Stage', 'stage', [
	option('Page', 'page', 'Make the page that shows what waits for an approval'),
	option('Decision', 'decision', 'Decide whether the person may approve what was chosen'),
	option('Result', 'result', 'Make the last page, and ask for a look at what was approved'),
]);

function shownFor(...stages: string[]): { displayOptions: { show: { stage: string[] } } } {
	return { displayOptions: { show: { stage: stages } } };
}

const item = jsonField('Item', 'item', '={{ $json }}', {
	description: "The form's first page, with the login; later the answers of the page",
	...shownFor('page', 'decision'),
});
const approver = jsonField('Approver', 'approver', '={}', {
	description: 'What the stage Page gave under "approver"',
	...shownFor('decision'),
});
const approvalRows = rowsField(
	'Approval Rows',
	'approvalRows',
	'The rows of the table slipway_approvals, newest first',
);
const catalogRows = rowsField('Catalog Rows', 'catalogRows', 'The rows of the table slipway_services', {
	...shownFor('page', 'decision'),
});
const items = rowsField('Items', 'items', 'What the stage Decision gave', { ...shownFor('result') });

export const approvalForm: Operation = {
	value: 'approvalForm',
	name: 'Approval Form',
	action: 'Make the pages of the form that approves a deployment',
	description:
		'Show what waits for an approval, and decide whether the person who is signed in may give it: not when the branch moved on, it expired, or the commits are their own',
	properties: [stage, item, approver, approvalRows, catalogRows, items],
	async execute(context) {
		const rows = approvalRows.read(context);
		const nowMs = clock.now();
		switch (stage.read(context)) {
			case 'page':
				return {
					...approvalPage(item.read(context), { approvals: rows, catalog: catalogRows.read(context) }, nowMs),
				};
			case 'decision': {
				const answers = readApprovalAnswers(item.read(context), approver.read(context), rows);
				const client = gitHubClient(context);
				const catalog = readableRows(catalogRows.read(context));
				const unread = catalog === null ? 'slipway_services' : readableRows(rows) === null ? approvalsTable : '';
				const decided: Decided[] = [];
				for (const approval of answers.chosen) {
					const row = approval === null ? null : catalogRowOf(approval, catalog ?? []);
					decided.push(
						unread === ''
							? await decide(client, { approval, row, email: answers.approver.email, nowMs })
							: { approval, row, refusal: refusalByUnread(unread) },
					);
				}
				return decidedItems(answers, decided, new Date(nowMs).toISOString()) as IDataObject[];
			}
			case 'result':
				return givenItems(items.read(context), rows) as IDataObject[];
		}
	},
};

/** By the tables first: GitHub is asked only where it matters. */
async function decide(client: PlatformClient, sight: Parameters<typeof refusalByTables>[0]): Promise<Decided> {
	const { approval, row, email } = sight;
	const byTables = refusalByTables(sight);
	if (byTables !== null || approval === null || row === null) return { approval, row, refusal: byTables };
	const repository = repositoryOf(approval, row);
	const isReleaseNeeded = row.deployFrom === 'release';
	const heads = await readHeads(client, repository, { branch: approval.branch, isReleaseNeeded });
	const byHead = refusalByHead(approval, isReleaseNeeded ? (heads.release ?? heads.branch) : heads.branch);
	if (byHead !== null || row.approval !== 'four-eyes') return { approval, row, refusal: byHead };
	const range = { base: approval.liveCommit, head: approval.commit };
	return { approval, row, refusal: refusalByAuthors(email, row, await readCommitAuthors(client, repository, range)) };
}

function repositoryOf({ repository }: Approval, { repositoryId }: CatalogRow): Repository {
	return repositoryId === null ? repositoryFrom(repository) : repositoryByNumber(repositoryId, repository);
}
