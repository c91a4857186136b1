# Boots a kernel under test, captures its memory and validates what it would hand over.
#
#   make -f Examples/kernel.mk KERNEL=arch/x86/boot/bzImage [INITRD=...] [NEXT=7.3]
#
# The kernel writes its root tree and the preserved-memory map while it runs (7.1 and later; on 6.19 once something has
# finalized them), so a dump of a running machine is enough. NEXT is the release that shall take the state.

KERNEL  ?= arch/x86/boot/bzImage
INITRD  ?=
NEXT    ?=
KHOTOOL ?= khotool
QEMU    ?= qemu-system-x86_64
MEMORY  ?= 512M
# How long the kernel is given, in seconds: without hardware virtualization it takes its time.
BOOT    ?= 30
COMMAND_LINE ?= console=ttyS0 kho=on reserve_mem=1M:4096:trace
OUT     ?= handover

.PHONY: handover
handover: $(OUT).elf
	$(KHOTOOL) validate $(OUT).elf
	$(if $(NEXT),$(KHOTOOL) check $(OUT).elf --target $(NEXT))

$(OUT).elf: $(KERNEL) $(INITRD)
	{ sleep $(BOOT); echo "dump-guest-memory $@.part"; sleep 2; echo quit; } | \
		$(QEMU) -nodefaults -display none -m $(MEMORY) -serial file:$(OUT).log -monitor stdio -no-reboot \
		-kernel $(KERNEL) $(if $(INITRD),-initrd $(INITRD)) -append "$(COMMAND_LINE)" > /dev/null
	# The handover alone: a file that can be kept, and sent.
	$(KHOTOOL) trim $@.part -o $@
	rm -f $@.part
