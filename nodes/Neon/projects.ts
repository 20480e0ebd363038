import type { IDataObject } from 'n8n-workflow';

import { OperationFailure, PlatformRequestError } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { attempt } from '../shared/waiting/attempt';
import { fieldIn, inCamelCase, listPages, listUnder, optionalFieldIn } from './answers';
import type { NeonProject } from './types';

/** The most that Neon puts on a page of projects. */
const largestPage = 400;

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
		'Choose the project from the list, or give its id; the API key must belong to the account or organization which owns it',
	);
}

/**
 * Projects whose name or id holds `search`. A personal key must name an organization: without one
 * in `organizationId`, all of its organizations are asked (https://neon.com/docs/manage/orgs-api).
 */
export async function listProjects(
	client: PlatformClient,
	filter: { readonly search?: string; readonly organizationId?: string },
	limit: number,
): Promise<NeonProject[]> {
	const first = await attempt(listProjectsOf(client, filter, limit));
	if (first.ok) return first.value;
	const asksForOrganization =
		!filter.organizationId &&
		first.error instanceof PlatformRequestError &&
		first.error.status === 400 &&
		/org/i.test(first.error.vendorMessage);
	if (!asksForOrganization) throw first.error;
	const organizations = await listOrganizations(client);
	const projects: NeonProject[] = [];
	for (const { id } of organizations) {
		projects.push(...(await listProjectsOf(client, { ...filter, organizationId: id }, limit)));
	}
	return projects.slice(0, limit);
}

/** The organizations of a personal key's owner. */
export async function listOrganizations(
	client: PlatformClient,
): Promise<Array<{ readonly id: string; readonly name?: string }>> {
	return await listUnder(client, 'organizations', '/users/me/organizations');
}

async function listProjectsOf(
	client: PlatformClient,
	{ search, organizationId }: { readonly search?: string; readonly organizationId?: string },
	limit: number,
): Promise<NeonProject[]> {
	return await listPages<NeonProject>(
		client,
		'projects',
		'/projects',
		{
			limit: Math.min(limit, largestPage),
			...(search && { search }),
			...(organizationId && { org_id: organizationId }),
		},
		limit,
	);
}

/** How a person knows the project. */
export function projectName(project: NeonProject): string {
	return project.name ?? project.id;
}

/** How every output names its project. */
export function projectFields(project: NeonProject): { project: string; projectId: string } {
	return { project: projectName(project), projectId: project.id };
}

/** A project in our shape. */
export function projectJson(project: NeonProject): IDataObject {
	return {
		...inCamelCase(project, ['id', 'name', 'history_retention_seconds', 'created_at', 'updated_at']),
		name: projectName(project),
		region: project.region_id ?? null,
		postgresVersion: project.pg_version ?? null,
		organizationId: project.org_id ?? null,
	};
}
