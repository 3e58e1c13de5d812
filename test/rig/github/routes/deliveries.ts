/** The app's webhook deliveries: listed newest first, and sent again on wish. */
import type { Deliveries, Delivery } from "../hooks/deliver.ts";
import { type Answer, notFound, ok, refuse } from "../http/answer.ts";
import { type Call, numberOf, type Routes } from "../http/call.ts";
import { apiUrl } from "../state/world.ts";

const itemView = (delivery: Delivery) => ({
  id: delivery.id,
  guid: delivery.guid,
  delivered_at: delivery.deliveredAt,
  redelivery: delivery.redelivery,
  duration: delivery.duration,
  status: delivery.status,
  status_code: delivery.statusCode,
  event: delivery.event,
  action: delivery.action,
  installation_id: delivery.installationId,
  repository_id: delivery.repositoryId,
  throttled_at: null,
});

const fullView = (delivery: Delivery) => ({
  ...itemView(delivery),
  url: "",
  request: { headers: delivery.headers, payload: JSON.parse(delivery.body) as object },
  response: { headers: null, payload: delivery.answer },
});

export function deliveryRoutes(deliveries: Deliveries): Routes {
  const asApp = (route: (call: Call) => Answer) => (call: Call) =>
    call.actor.kind === "app" ? route(call) : refuse(401, "A JSON web token could not be decoded");
  const named = (route: (delivery: Delivery) => Answer) =>
    asApp(call => {
      const delivery = deliveries.all.find(each => each.id === numberOf(call.params.delivery_id));
      return delivery ? route(delivery) : notFound();
    });
  return {
    "apps/list-webhook-deliveries": asApp(call => {
      const size = Math.min(Number(call.query.per_page ?? 30), 100);
      const before = Number(call.query.cursor ?? Number.POSITIVE_INFINITY);
      const known = deliveries.all.filter(each => each.id < before && each.statusCode !== 0).reverse();
      const rest = known.slice(size);
      const page = known.slice(0, size);
      const failed = call.query.status === "failure";
      const items = page.filter(each => !failed || each.statusCode >= 300).map(itemView);
      const next = `${apiUrl(call.world)}/app/hook/deliveries?per_page=${size}&cursor=${page.at(-1)?.id}`;
      return { ...ok(items), ...(rest.length > 0 ? { headers: { link: `<${next}>; rel="next"` } } : {}) };
    }),
    "apps/get-webhook-delivery": named(delivery => ok(fullView(delivery))),
    "apps/redeliver-webhook-delivery": named(delivery => {
      deliveries.redeliver(delivery);
      return { status: 202, body: {} };
    }),
  };
}
