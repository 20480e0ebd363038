import { monthAt } from '../../../deployment/costs/costMonth';
import { costJson, monthCost } from '../../../deployment/costs/costReading';
import { textAt } from '../../../deployment/values/jsonFields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { listApps } from '../../api/apps';
import { flyClient } from '../../api/client';
import { listMachines } from '../../api/machines';
import { listSizes, listVolumes } from '../../api/prices';
import { organizationField, readOrganization } from '../../fields/previewFields';
import { fleetLines } from '../../state/fleetCost';

const readsAtOnce = 4;

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get what machines cost',
	description: "Get what an organization's machines cost in a month if they go on running as they do now",
	properties: [organizationField],
	async execute(context) {
		const client = flyClient(context);
		const apps = await listApps(client, await readOrganization(context, client));
		const names = apps.flatMap((app) => textAt(app, 'name') ?? []);
		const sizes = await listSizes(client);
		const machines = await mapConcurrently(names, readsAtOnce, async (app) => await listMachines(client, app));
		const volumes = await mapConcurrently(names, readsAtOnce, async (app) => await listVolumes(client, app));
		const nowMs = clock.now();
		const month = monthCost({
			month: monthAt(nowMs),
			until: new Date(nowMs).toISOString(),
			linesFor: 'wholeMonth',
			lines: fleetLines(machines.flat(), volumes.flat(), sizes),
		});
		const notTold =
			'Fly.io tells no bill: this is a month of what runs now, without traffic, addresses and what is at rest';
		return costJson({ currency: 'USD', months: [month], notTold });
	},
};
