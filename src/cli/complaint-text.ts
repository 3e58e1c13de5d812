import type { Complaint } from "../engine/refusal.ts";

/** A complaint as a terminal shows it: with the source line where there is one, always with the remedy. */
export function complaintText(complaint: Complaint): string {
  if (complaint.rendered) return complaint.rendered;
  const place = complaint.file ? `${complaint.file}:${complaint.line ?? 1}: ` : "";
  return `error: ${place}${complaint.message}\n  ${complaint.remedy}`;
}
