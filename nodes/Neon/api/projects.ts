import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import { fieldIn, listPages, optionalFieldIn } from './answers';
import { listOrganizations } from './organizations';
import { needsOrganization } from './refusals';
import type { NeonProject } from './types';

/** The most that Neon puts on a page of projects. */
const largestPage = 400;

export interface ProjectFilter {
	/** Only projects whose name or id holds it; empty for all. */
	readonly search: string;
	/** Empty for all. */
	readonly organizationId?: string;
}

/** A project by id or exact name. @throws OperationFailure when there is none, or several of that name. */
export async function findProject(client: PlatformClient, entered: string): Promise<NeonProject> {
	if (/^[a-z0-9-]{1,60}$/.test(entered)) {
		const byId = await optionalFieldIn<NeonProject>(client, 'project', path`/projects/${entered}`);
		if (byId) return byId;
	}
	const found = await listProjects(client, { search: entered }, Infinity);
	const [first, ...others] = found.filter(({ name }) => name === entered);
	if (first && others.length === 0) {
		// A list has less of a project than its own page: the history window, for one.
		return await fieldIn<NeonProject>(client, 'project', path`/projects/${first.id}`);
	}
	throw new OperationFailure(
		first
			? `${others.length + 1} Neon projects have the name "${entered}"`
			: `Neon has no project "${entered}" that this credential may see`,
		'Choose the project from the list, or give its id; the API key must belong to its account or organization',
	);
}

/**
 * A personal key must name an organization: without one in the filter, all of its organizations are
 * asked (https://neon.com/docs/manage/orgs-api).
 */
export async function listProjects(
	client: PlatformClient,
	filter: ProjectFilter,
	limit: number,
): Promise<NeonProject[]> {
	const first = await attempt(listProjectsOf(client, filter, limit));
	if (first.ok) return first.value;
	if (filter.organizationId || !needsOrganization(first.error)) throw first.error;
	const projects: NeonProject[] = [];
	for (const { id } of await listOrganizations(client)) {
		projects.push(...(await listProjectsOf(client, { ...filter, organizationId: id }, limit)));
	}
	return projects.slice(0, limit);
}

async function listProjectsOf(
	client: PlatformClient,
	{ search, organizationId }: ProjectFilter,
	limit: number,
): Promise<NeonProject[]> {
	const query = {
		limit: Math.min(limit, largestPage),
		...(search && { search }),
		...(organizationId && { org_id: organizationId }),
	};
	return await listPages<NeonProject>(client, 'projects', '/projects', query, limit);
}
