/*
 * The structures of components, declared apart from their descriptions, and what a compiler makes of them: for each its
 * size, for each member its offset, its size and the value that is stored, and the bytes of the whole.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#if defined(__x86_64__) && defined(__has_include)
#if __has_include(<asm/kvm.h>)
#include <asm/kvm.h>
#define HAS_KVM_X86 1
#endif
#endif

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef u64 phys; /* an address, whatever lies behind it */
#define PACKED __attribute__((packed))
struct kho_vmalloc { u64 first; u32 total_pages; u16 flags; u16 order; };

static u64 counter;
static u64 pattern(void) { counter++; return 0x1122334455667788ull * (2 * counter + 1) ^ counter << 32; }

#define BEGIN(format, name, type) { type x; memset(&x, 0, sizeof x); counter = 0; \
    printf("structure %s %s %zu\n", format, name, sizeof x);
#define AT(m) (size_t)((char *)&x.m - (char *)&x), sizeof x.m
/* An integer or an address. */
#define N(m) x.m = pattern(); printf("number %s %zu %zu %llu\n", #m, AT(m), (unsigned long long)x.m);
/* Bits of an integer: no address, so that only the value is told. */
#define BITS(m) x.m = pattern(); printf("bits %s 0 0 %llu\n", #m, (unsigned long long)x.m);
#define NS(m) for (size_t i = 0; i < sizeof x.m / sizeof x.m[0]; i++) x.m[i] = pattern(); \
    printf("numbers %s %zu %zu", #m, AT(m)); \
    for (size_t i = 0; i < sizeof x.m / sizeof x.m[0]; i++) printf(" %llu", (unsigned long long)x.m[i]); printf("\n");
#define BYTES(m) memset(&x.m, 0xa5, sizeof x.m); printf("bytes %s %zu %zu 165\n", #m, AT(m));
#define TEXT(m) strcpy(x.m, "veth0"); printf("text %s %zu %zu veth0\n", #m, AT(m));
#define TEXTS(m) for (size_t i = 0; i < sizeof x.m / sizeof x.m[0]; i++) sprintf(x.m[i], "nk%zu", i); \
    printf("texts %s %zu %zu nk\n", #m, AT(m));
/* A structure, zeros, or a list: where it is, and no value. */
#define Z(m) printf("zero %s %zu %zu\n", #m, AT(m));
#define TAIL(m) printf("zero %s %zu 0\n", #m, sizeof x);
#define END printf("value"); for (size_t i = 0; i < sizeof x; i++) printf(" %02x", ((unsigned char *)&x)[i]); \
    printf("\n"); }

struct pci_a { u64 nr_devices; struct { u16 domain; u16 bdf; } PACKED devices[]; } PACKED;
struct pci_a_dev { u16 domain; u16 bdf; } PACKED;
struct pci_dev { u32 domain; u16 bdf; u16 refcount; } PACKED;
struct pci_b { u32 max_nr_devices; u32 nr_devices; struct pci_dev devices[]; } PACKED;
struct pci_d { u64 max_nr_devices; u64 nr_devices; struct pci_dev devices[]; } PACKED;
struct pci_f { u32 version; u32 nr_devices; phys devices; } PACKED;

struct vfio_1 { u16 bdf; u16 domain; } PACKED;
struct vfio_2 { u16 bdf; u16 domain; u8 reset_works; } PACKED;
struct vfio_iommufd { u32 token; } PACKED;
struct vfio_3 { u16 bdf; u16 domain; u8 reset_works; struct vfio_iommufd iommufd_ser; } PACKED;
struct vfio_4 { u32 domain; u16 bdf; } PACKED;

struct iommu_a { phys iommu_array_phys, iommu_domain_array_phys, device_array_phys; } PACKED;
struct iommu_b { u64 version; phys iommu_array_phys, iommu_domain_array_phys, device_array_phys; } PACKED;
struct iommu_hdr { u32 ref_count; u32 flags; } PACKED;
struct iommu_domain { struct iommu_hdr hdr; phys top_table_phys; u64 top_level; u32 vasz; u32 sign_extend : 1;
    void *restored_domain; } PACKED;
struct iommu_map { u64 attachment_id; phys domain_phys; phys iommu_phys; } PACKED;
struct iommu_dev_intel { phys pasid_table; u64 max_pasid; } PACKED;
struct iommu_dev_a { struct iommu_hdr hdr; u32 devid; u32 pci_domain_nr; struct iommu_map domain_iommu_ser;
    union { struct iommu_dev_intel intel; }; } PACKED;
struct iommu_dev_b { struct iommu_hdr hdr; u32 devid; u32 pci_domain_nr; struct iommu_map domain_iommu_ser; } PACKED;
struct iommu_intel { u8 restored; u8 pad[7]; phys phys_addr; phys root_table; u64 context_tables_bitmap[8]; };
struct iommu_hw_a { struct iommu_hdr hdr; u64 token; u64 type; union { struct iommu_intel intel; }; } PACKED;
struct iommu_hw_b { struct iommu_hdr hdr; u64 token; u64 type; } PACKED;
struct hwpt { phys domain_data; u64 token; u8 reclaimed; u8 padding[7]; } PACKED;
struct iommufd { u64 nr_hwpts; struct hwpt hwpt_array[]; } PACKED;

struct kvm_1 { u64 type; u64 nr_mem_attrs; struct kho_vmalloc mem_attrs; } PACKED;
struct kvm_attr { u64 gfn; u64 attributes; } PACKED;
struct kvm_2 { u64 type; } PACKED;
struct kvm_3 { u64 type; phys kho_folios; } PACKED;
struct kvm_folios { u64 nr_folios; phys folios_pa[]; } PACKED;
struct gmem { u64 size; u64 flags; u64 nr_folios; u64 vm_token; struct kho_vmalloc folios; } PACKED;
struct vcpu { u32 vcpu_id; u32 flags; u64 vm_token; phys arch_state; phys cb; } PACKED;
struct cb { u32 state; u32 pcpu_id; u32 vcpu_id; u32 reserved; phys telemetry; } PACKED;
struct cb_arm { u32 state; u32 pcpu_id; u32 vcpu_id; u32 reserved; phys telemetry; u8 arch[208]; } PACKED;
struct telemetry { u64 total_runs, total_exits, stall_count, last_exit_reason, last_exit_rip, stall_exit_reason,
    stall_exit_rip; } PACKED;

struct cpus { phys text_runtime_pa; u64 text_size; phys data_runtime_pa; u64 data_size; phys cpus; u64 arch_mode; };
struct cpu { u32 cpu; u32 state; phys stack_pa; phys session; u64 hwid; phys next; };
struct cpu_session { phys as; };
struct cpu_as { phys pgd_pa; u64 nr_pgtable_pages; phys pg_tables; u64 direct_map_offset; };

struct hstate { u64 nr_pages; u8 order; } PACKED;
struct hugetlb { struct hstate hstates[4]; u8 nr_hstates; } PACKED;
struct hugemfd { u64 size; u64 pos; u64 nr_folios; struct kho_vmalloc folios; u8 order; } PACKED;
struct dmabuf { u32 domain; u16 bdf; } PACKED;
struct netkit { u64 cnt; char netkit_name[16][16]; char net_mode[16][16]; } PACKED;
struct rxe { u64 cnt; char rxe_name[16]; char base_dev[16]; } PACKED;
struct features { u64 supp, req, active, reserved[13]; } PACKED;
struct luo { struct features features; u64 liveupdate_num; phys sessions_pa; phys flbs_pa; } PACKED;
struct memfd { struct features features; u64 pos; u64 size; u32 seals; u32 flags; u64 nr_folios;
    struct kho_vmalloc folios; } PACKED;

#ifdef HAS_KVM_X86
struct arch_x86 { struct kvm_regs regs; struct kvm_sregs2 sregs; u32 mp_state; u32 pad; struct kvm_xcrs xcrs;
    u8 lapic[1024]; u8 pad_xsave[32]; u8 xsave[4096]; struct kvm_vcpu_events events; struct kvm_debugregs debugregs;
    struct { u64 clock; u32 flags; u32 pad0; u64 realtime; u64 host_tsc; u32 pad[4]; } clock; phys msrs; phys cpuid;
} PACKED;
struct arch_x86_draft { struct kvm_regs regs; struct kvm_sregs sregs; u32 mp_state; u32 pad; struct kvm_xcrs xcrs;
    u8 lapic[1024]; u8 pad_xsave[40]; u8 xsave[4096]; struct kvm_vcpu_events events; struct kvm_debugregs debugregs;
    u32 num_msrs; u32 cpuid_nent; } PACKED;
#endif
struct arm_regs { u64 regs[31]; u64 sp, pc, pstate; u64 sp_el1, elr_el1, spsr[5];
    struct { u8 vregs[512]; u32 fpsr, fpcr; u32 reserved[2]; } __attribute__((aligned(16))) fp; };
struct arm_events { struct { u8 serror_pending, serror_has_esr, ext_dabt_pending, pad[5]; u64 serror_esr; } exception;
    u32 reserved[12]; };
struct arm_init { u32 target; u32 features[7]; };
struct sysreg { u64 id; u64 value; };
struct arch_arm { struct arm_regs regs; u32 mp_state; u32 pad; struct arm_events events; struct arm_init init;
    u32 num_sysregs; u32 reserved; struct sysreg sysregs[]; } PACKED;

int main(void)
{
    BEGIN("pci@2025-10", "pci_ser", struct pci_a) N(nr_devices) TAIL(devices) END
    BEGIN("pci@2025-10", "pci_dev_ser", struct pci_a_dev) N(domain) N(bdf) END
    BEGIN("pci@2026-04", "pci_ser", struct pci_b) N(max_nr_devices) N(nr_devices) TAIL(devices) END
    BEGIN("pci@v2-tree", "pci_ser", struct pci_d) N(max_nr_devices) N(nr_devices) TAIL(devices) END
    BEGIN("pci@v2-tree", "pci_dev_ser", struct pci_dev) N(domain) N(bdf) N(refcount) END
    BEGIN("pci@v9", "pci_ser", struct pci_f) N(version) N(nr_devices) N(devices) END
    BEGIN("pci@v9", "pci_dev_ser", struct pci_dev) N(domain) N(bdf) N(refcount) END
    BEGIN("vfio-pci@2025-10", "vfio_pci_core_device_ser", struct vfio_1) N(bdf) N(domain) END
    BEGIN("vfio-pci@2026-01", "vfio_pci_core_device_ser", struct vfio_2) N(bdf) N(domain) N(reset_works) END
    BEGIN("vfio-pci@2026-02", "vfio_pci_core_device_ser", struct vfio_3)
        N(bdf) N(domain) N(reset_works) Z(iommufd_ser) END
    BEGIN("vfio-pci@2026-02", "vfio_iommufd_ser", struct vfio_iommufd) N(token) END
    BEGIN("vfio-pci@2026-07", "vfio_pci_core_device_ser", struct vfio_4) N(domain) N(bdf) END
    BEGIN("iommu@v1-intel", "iommu_flb_ser", struct iommu_a)
        N(iommu_array_phys) N(iommu_domain_array_phys) N(device_array_phys) END
    BEGIN("iommu@v1-intel", "iommu_hdr_ser", struct iommu_hdr) N(ref_count) N(flags) END
    BEGIN("iommu@v1-intel", "iommu_domain_ser", struct iommu_domain)
        Z(hdr) N(top_table_phys) N(top_level) N(vasz) BITS(sign_extend) Z(restored_domain) END
    BEGIN("iommu@v1-intel", "iommu_dev_map_ser", struct iommu_map) N(attachment_id) N(domain_phys) N(iommu_phys) END
    BEGIN("iommu@v1-intel", "iommu_device_ser", struct iommu_dev_a)
        Z(hdr) N(devid) N(pci_domain_nr) Z(domain_iommu_ser) Z(intel) END
    BEGIN("iommu@v1-intel", "iommu_device_intel_ser", struct iommu_dev_intel) N(pasid_table) N(max_pasid) END
    BEGIN("iommu@v1-intel", "iommu_hw_ser", struct iommu_hw_a) Z(hdr) N(token) N(type) Z(intel) END
    BEGIN("iommu@v1-intel", "iommu_intel_ser", struct iommu_intel)
        N(restored) Z(pad) N(phys_addr) N(root_table) NS(context_tables_bitmap) END
    BEGIN("iommu@2026-09", "iommu_flb_ser", struct iommu_b)
        N(version) N(iommu_array_phys) N(iommu_domain_array_phys) N(device_array_phys) END
    BEGIN("iommu@2026-09", "iommu_domain_ser", struct iommu_domain)
        Z(hdr) N(top_table_phys) N(top_level) N(vasz) BITS(sign_extend) Z(restored_domain) END
    BEGIN("iommu@2026-09", "iommu_device_ser", struct iommu_dev_b)
        Z(hdr) N(devid) N(pci_domain_nr) Z(domain_iommu_ser) END
    BEGIN("iommu@2026-09", "iommu_hw_ser", struct iommu_hw_b) Z(hdr) N(token) N(type) END
    BEGIN("iommufd@2026-09", "iommufd_ser", struct iommufd) N(nr_hwpts) TAIL(hwpt_array) END
    BEGIN("iommufd@2026-09", "iommufd_hwpt_ser", struct hwpt) N(domain_data) N(token) N(reclaimed) Z(padding) END
    BEGIN("kvm-vm@rfc-v1", "kvm_luo_ser", struct kvm_1) N(type) N(nr_mem_attrs) Z(mem_attrs) END
    BEGIN("kvm-vm@rfc-v1", "kvm_mem_attr_ser", struct kvm_attr) N(gfn) N(attributes) END
    BEGIN("kvm-vm@2026-07", "kvm_luo_ser", struct kvm_2) N(type) END
    BEGIN("kvm-vm@orphanvm", "kvm_luo_ser", struct kvm_3) N(type) N(kho_folios) END
    BEGIN("kvm-vm@orphanvm", "kvm_kho_folios_ser", struct kvm_folios) N(nr_folios) TAIL(folios_pa) END
    BEGIN("guest-memfd@2026-07", "guest_memfd_luo_ser", struct gmem)
        N(size) N(flags) N(nr_folios) N(vm_token) Z(folios) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_vcpu_ser", struct vcpu)
        N(vcpu_id) N(flags) N(vm_token) N(arch_state) N(cb) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_caretaker_cb_ser", struct cb)
        N(state) N(pcpu_id) N(vcpu_id) Z(reserved) N(telemetry) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_caretaker_telemetry_ser", struct telemetry)
        N(total_runs) N(total_exits) N(stall_count) N(last_exit_reason) N(last_exit_rip) N(stall_exit_reason)
        N(stall_exit_rip) END
#ifdef HAS_KVM_X86
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_vcpu_arch_ser", struct arch_x86)
        Z(regs) Z(sregs) N(mp_state) Z(pad) Z(xcrs) BYTES(lapic) Z(pad_xsave) BYTES(xsave) Z(events) Z(debugregs)
        Z(clock) N(msrs) N(cpuid) END
    BEGIN("kvm-vcpu@x86-draft", "kvm_vcpu_arch_ser", struct arch_x86_draft)
        Z(regs) Z(sregs) N(mp_state) Z(pad) Z(xcrs) BYTES(lapic) Z(pad_xsave) BYTES(xsave) Z(events) Z(debugregs)
        N(num_msrs) N(cpuid_nent) TAIL(msrs) TAIL(cpuid_entries) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_regs", struct kvm_regs)
        N(rax) N(rbx) N(rcx) N(rdx) N(rsi) N(rdi) N(rsp) N(rbp) N(r8) N(r9) N(r10) N(r11) N(r12) N(r13) N(r14) N(r15)
        N(rip) N(rflags) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_segment", struct kvm_segment)
        N(base) N(limit) N(selector) N(type) N(present) N(dpl) N(db) N(s) N(l) N(g) N(avl) N(unusable) Z(padding) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_dtable", struct kvm_dtable) N(base) N(limit) Z(padding) END
    BEGIN("kvm-vcpu@x86-draft", "kvm_sregs", struct kvm_sregs)
        Z(cs) Z(ds) Z(es) Z(fs) Z(gs) Z(ss) Z(tr) Z(ldt) Z(gdt) Z(idt) N(cr0) N(cr2) N(cr3) N(cr4) N(cr8) N(efer)
        N(apic_base) NS(interrupt_bitmap) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_sregs2", struct kvm_sregs2)
        Z(cs) Z(ds) Z(es) Z(fs) Z(gs) Z(ss) Z(tr) Z(ldt) Z(gdt) Z(idt) N(cr0) N(cr2) N(cr3) N(cr4) N(cr8) N(efer)
        N(apic_base) N(flags) NS(pdptrs) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_xcr", struct kvm_xcr) N(xcr) Z(reserved) N(value) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_xcrs", struct kvm_xcrs) N(nr_xcrs) N(flags) Z(xcrs) Z(padding) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_vcpu_events", struct kvm_vcpu_events)
        N(exception.injected) N(exception.nr) N(exception.has_error_code) N(exception.pending)
        N(exception.error_code) N(interrupt.injected) N(interrupt.nr) N(interrupt.soft) N(interrupt.shadow)
        N(nmi.injected) N(nmi.pending) N(nmi.masked) Z(nmi.pad) N(sipi_vector) N(flags) N(smi.smm) N(smi.pending)
        N(smi.smm_inside_nmi) N(smi.latched_init) N(triple_fault.pending) Z(reserved) N(exception_has_payload)
        N(exception_payload) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_debugregs", struct kvm_debugregs) NS(db) N(dr6) N(dr7) N(flags) Z(reserved) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_msr_entry", struct kvm_msr_entry) N(index) Z(reserved) N(data) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_msrs", struct kvm_msrs) N(nmsrs) Z(pad) TAIL(entries) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_cpuid_entry2", struct kvm_cpuid_entry2)
        N(function) N(index) N(flags) N(eax) N(ebx) N(ecx) N(edx) Z(padding) END
    BEGIN("kvm-vcpu@x86-2026-09", "kvm_cpuid2", struct kvm_cpuid2) N(nent) Z(padding) TAIL(entries) END
#endif
    BEGIN("kvm-vcpu@arm64-2026-09", "kvm_vcpu_arch_ser", struct arch_arm)
        Z(regs) N(mp_state) Z(pad) Z(events) Z(init) N(num_sysregs) Z(reserved) TAIL(sysregs) END
    BEGIN("kvm-vcpu@arm64-2026-09", "kvm_vcpu_init", struct arm_init) N(target) NS(features) END
    BEGIN("kvm-vcpu@arm64-2026-09", "sysreg", struct sysreg) N(id) N(value) END
    BEGIN("kvm-vcpu@arm64-2026-09", "kvm_vcpu_events", struct arm_events)
        N(exception.serror_pending) N(exception.serror_has_esr) N(exception.ext_dabt_pending) Z(exception.pad)
        N(exception.serror_esr) Z(reserved) END
    BEGIN("kvm-vcpu@arm64-2026-09", "kvm_caretaker_cb_ser", struct cb_arm)
        N(state) N(pcpu_id) N(vcpu_id) Z(reserved) N(telemetry) BYTES(arch) END
    BEGIN("cpus@x86-2026-09", "cpu_preserved_global_ser", struct cpus)
        N(text_runtime_pa) N(text_size) N(data_runtime_pa) N(data_size) N(cpus) N(arch_mode) END
    BEGIN("cpu@2026-09", "cpu_preserved_ser", struct cpu) N(cpu) N(state) N(stack_pa) N(session) N(hwid) N(next) END
    BEGIN("cpu@2026-09", "cpu_preserved_session_ser", struct cpu_session) N(as) END
    BEGIN("cpu@2026-09", "cpu_preserved_as_ser", struct cpu_as)
        N(pgd_pa) N(nr_pgtable_pages) N(pg_tables) N(direct_map_offset) END
    BEGIN("hugetlb@2025-12", "hugetlb_ser", struct hugetlb) Z(hstates) N(nr_hstates) END
    BEGIN("hugetlb@2025-12", "hugetlb_hstate_ser", struct hstate) N(nr_pages) N(order) END
    BEGIN("huge-memfd@2025-12", "hugemfd_ser", struct hugemfd) N(size) N(pos) N(nr_folios) Z(folios) N(order) END
    BEGIN("dmabuf@tree", "dmabuf_ser", struct dmabuf) N(domain) N(bdf) END
    BEGIN("netkit@tree", "netkit_ser", struct netkit) N(cnt) TEXTS(netkit_name) TEXTS(net_mode) END
    BEGIN("rxe@tree", "eventfd_luo_ser", struct rxe) N(cnt) TEXT(rxe_name) TEXT(base_dev) END
    BEGIN("luo@features", "luo_feature_hdr", struct features) N(supp) N(req) N(active) Z(reserved) END
    BEGIN("luo@features", "luo_ser", struct luo) Z(features) N(liveupdate_num) N(sessions_pa) N(flbs_pa) END
    BEGIN("memfd@features", "memfd_luo_ser", struct memfd)
        Z(features) N(pos) N(size) N(seals) N(flags) N(nr_folios) Z(folios) END
    return 0;
}
