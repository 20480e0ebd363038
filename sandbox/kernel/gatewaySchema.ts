/** The gateway's part of the graph: in the monorepo's first commit, and published as the sandbox begins. */
export const gatewaySchema = `type Query {
  product(id: ID!): Product
  products: [Product!]!
}

type Product @key(fields: "id") {
  id: ID!
  name: String!
  priceCents: Int!
}
`;
