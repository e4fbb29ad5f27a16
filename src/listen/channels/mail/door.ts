/** Whether mail from citizens comes in here: no door is set, one is open, or the mailbox cannot be read. */
type Door = 'closed' | 'on' | 'down'

let door: Door = 'closed'

/** Of this process, which is the one that both takes mail in and shows the page of the channels. */
export function setMailDoor(standing: Door): void {
  door = standing
}

export function mailDoor(): Door {
  return door
}
