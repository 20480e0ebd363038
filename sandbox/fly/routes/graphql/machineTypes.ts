/** Machines and volumes, as in the vendor's schema. */
export const machineTypes = /* GraphQL */ `
	type Host implements Node {
		id: ID!
	}

	type Issue implements Node {
		createdAt: ISO8601DateTime!
		id: ID!
		internalId: String!
		message: String
		updatedAt: ISO8601DateTime!
	}

	type IssueConnection {
		nodes: [Issue]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	type Machine implements Node {
		app: App!
		config: JSON!
		createdAt: ISO8601DateTime!
		egressIpAddresses(after: String, before: String, first: Int, last: Int): EgressIPAddressConnection!
		events(after: String, before: String, first: Int, kind: String, last: Int): MachineEventConnection!
		host: Host!
		id: ID!
		instanceId: String!
		ips(after: String, before: String, first: Int, last: Int): MachineIPConnection!
		name: String!
		region: String!
		state: String!
		updatedAt: ISO8601DateTime!
	}

	type MachineConnection {
		nodes: [Machine]
		pageInfo: PageInfo!
		totalCount: Int!
	}
	interface MachineEvent {
		id: ID!
		kind: String!
		timestamp: ISO8601DateTime!
	}
	type MachineEventConnection {
		nodes: [MachineEvent]
		pageInfo: PageInfo!
	}
	type MachineEventExit implements MachineEvent {
		id: ID!
		kind: String!
		timestamp: ISO8601DateTime!
	}
	type MachineEventGeneric implements MachineEvent {
		id: ID!
		kind: String!
		timestamp: ISO8601DateTime!
	}
	type MachineEventStart implements MachineEvent {
		id: ID!
		kind: String!
		timestamp: ISO8601DateTime!
	}
	type MachineIP implements Node {
		family: String!
		id: ID!
		ip: String!
		kind: String!
		maskSize: Int!
	}
	type MachineIPConnection {
		nodes: [MachineIP]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	type Volume implements Node {
		app: App!
		attachedMachine: Machine
		createdAt: ISO8601DateTime!
		encrypted: Boolean!
		id: ID!
		internalId: String!
		name: String!
		region: String!
		sizeGb: Int!
		snapshotRetentionDays: Int
		snapshots(after: String, before: String, first: Int, last: Int): VolumeSnapshotConnection!
		state: String!
		status: String!
	}

	type VolumeConnection {
		nodes: [Volume]
		pageInfo: PageInfo!
		totalCount: Int!
	}

	type VolumeSnapshot implements Node {
		createdAt: ISO8601DateTime!
		digest: String!
		id: ID!
		retentionDays: Int
		size: BigInt!
	}

	type VolumeSnapshotConnection {
		nodes: [VolumeSnapshot]
		pageInfo: PageInfo!
		totalCount: Int!
	}
`;
