import { assignAddress, releaseAddress } from '../../world/addresses';
import { addCertificate, certificateOf, removeCertificate } from '../../world/certificates';
import type { Fly } from '../../fly';
import { readText } from '../../json';
import { appFields } from './appFields';
import type { AppOf } from './appOf';
import type { Resolvers } from './mutation';
import { mutation, textOf } from './mutation';
import { addressFields, certificateFields, noRecords } from './networkFields';
import { refusal, refusing } from './refusal';

/** Addresses and certificates. */
export function networkMutations({ world }: Fly, apps: AppOf): Resolvers {
	return {
		allocateIpAddress: mutation((input) => {
			const app = apps.named(input['appId']);
			const address = assignAddress(world, app, {
				type: textOf(input, 'type'),
				region: readText(input, 'region'),
				serviceName: readText(input, 'serviceName'),
			});
			return { app: appFields(world, app), ipAddress: addressFields(world, app, address) };
		}),
		releaseIpAddress: mutation((input) => {
			const { ip, ipAddressId } = input;
			// The vendor's schema has the app optional: an id names its address alone.
			const owners = typeof input['appId'] === 'string' ? [apps.named(input['appId'])] : [...world.apps.values()];
			const isMeant = (address: { readonly ip: string; readonly id: string }): boolean =>
				address.ip === ip || address.id === ipAddressId;
			const app = owners.find(({ name, addresses }) => apps.isVisible(name) && addresses.some(isMeant));
			if (!app) throw refusal('Could not find IPAddress', 'NOT_FOUND');
			releaseAddress(app, isMeant);
			return {};
		}),
		addCertificate: ({ appId, hostname }) => {
			const app = apps.named(appId);
			const certificate = refusing(() => addCertificate(world, app, String(hostname)));
			return { certificate: certificateFields(app, certificate), check: noRecords };
		},
		checkCertificate: mutation((input) => {
			const app = apps.named(input['appId']);
			const certificate = certificateOf(app, textOf(input, 'hostname'));
			certificate.checkedAtMs = world.now();
			return { certificate: certificateFields(app, certificate), check: noRecords };
		}),
		deleteCertificate: ({ appId, hostname }) => {
			const app = apps.named(appId);
			const certificate = refusing(() => removeCertificate(app, String(hostname)));
			return { app: appFields(world, app), certificate: certificateFields(app, certificate) };
		},
	};
}
