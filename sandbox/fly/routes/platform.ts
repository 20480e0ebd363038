import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { jsonBody, readText, readWholeNumber } from '../json';
import { nearestRegion, placeMachines, regions } from '../world/regions';
import { badRequest } from '../errors';
import { organizationOf } from '../world/organizations';

/** Fly's regions, and where machines would go. */
export function platformRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', '/platform/regions', 'list regions', listRegions),
		fly.apiRoute('POST', '/platform/placements', 'get placements', getPlacements),
	];
}

function listRegions(): SandboxResponse {
	return {
		status: 200,
		body: {
			nearest: nearestRegion,
			regions: regions.map((region) => ({
				...region,
				deprecated: false,
				gateway_available: true,
				requires_paid_plan: false,
			})),
		},
	};
}

function getPlacements(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const slug = readText(body, 'org_slug');
	if (!slug) throw badRequest('missing org_slug');
	organizationOf(slug);
	const wanted = readText(body, 'region') || `${nearestRegion},any`;
	const count = readWholeNumber(body, 'count') ?? 0;
	return { status: 200, body: { regions: placeMachines(fly.world, wanted, count) } };
}
