import type { Operation, Resource } from '../../../shared/operation/operation';
import { approvalForm } from './approvalForm.operation';
import { begin } from './begin.operation';
import { checkRepositories } from './checkRepositories.operation';
import { checkSetup } from './checkSetup.operation';
import { compensation } from './compensation.operation';
import { conclude } from './conclude.operation';
import { findRepositoryIds } from './findRepositoryIds.operation';
import { metrics } from './metrics.operation';
import { preparePage } from './preparePage.operation';
import { reconcile } from './reconcile.operation';
import { recover } from './recover.operation';
import { see } from './see.operation';
import { settlePage } from './settlePage.operation';
import { watchList } from './watchList.operation';

export const serviceRelease: Resource = {
	value: 'serviceRelease',
	name: 'Service Release',
	description: "What a repository's branch deploys, as the ledger has it; not GitHub's own releases",
	operations: [
		begin,
		conclude,
		see,
		reconcile,
		compensation,
		metrics,
		preparePage,
		recover,
		settlePage,
		watchList,
		checkSetup,
		checkRepositories,
		findRepositoryIds,
		approvalForm,
	],
};

const withGitHub: readonly Operation[] = [reconcile, checkRepositories, findRepositoryIds, approvalForm];

/** Its operations that ask GitHub nothing, and need no credential. */
export const withoutGitHub: readonly Operation[] = serviceRelease.operations.filter(
	(operation) => !withGitHub.includes(operation),
);
